// The command palette (Ctrl K), the keyboard help (?) and the keys that go to a page (g, then a letter).
{
  const ORDER = /^[\w.-]+:-?\d+$/;
  const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;
  const element = (tag, attributes = {}, text = "") => Object.assign(document.createElement(tag), attributes, text && { textContent: text });

  const start = (data) => {
    const { texts } = data;
    let entries = [], chosen = 0, waitsForPage = false;

    const palette = element("dialog", { className: "palette" });
    palette.setAttribute("aria-label", texts.title);
    const input = element("input", { type: "text", placeholder: texts.title, autocomplete: "off" });
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "true", "aria-controls": "palette-list", "aria-label": texts.hint, "data-secret": "" })) input.setAttribute(name, value);
    const list = element("ul", { id: "palette-list" });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", texts.title);
    palette.append(input, element("p", { className: "note" }, texts.hint), list);

    const help = element("dialog", { className: "palette keys" });
    help.setAttribute("aria-label", texts.keys);
    const names = element("dl");
    Object.entries(data.help).forEach(([key, does]) => {
      const term = element("dt");
      term.append(element("kbd", {}, key));
      names.append(term, element("dd", {}, does));
    });
    const close = element("button", { type: "button", className: "button plain" }, texts.close);
    close.addEventListener("click", () => help.close());
    help.append(element("h2", {}, texts.keys), names, close);
    document.body.append(palette, help);

    const actions = () =>
      [...document.querySelectorAll("main .button:not([aria-disabled])")]
        .filter((button) => button.offsetParent !== null && button.textContent.trim())
        .map((button) => ({ name: button.textContent.trim(), run: () => button.click() }));

    const found = (typed) => {
      const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
      const known = [...data.pages.map((page) => ({ ...page, run: () => location.assign(page.href) })), ...actions()];
      const hits = known.filter((entry) => words.every((word) => entry.name.toLowerCase().includes(word)));
      const order = typed.trim();
      if (ORDER.test(order)) hits.unshift({ name: texts.order.replace("{}", order), run: () => location.assign(`/orders/${encodeURIComponent(order)}`) });
      return hits.slice(0, 12);
    };

    const draw = () => {
      list.replaceChildren(
        ...entries.map((entry, index) => {
          const item = element("li", { id: `palette-${index}` }, entry.name);
          item.setAttribute("role", "option");
          item.setAttribute("aria-selected", String(index === chosen));
          item.addEventListener("click", () => run(index));
          return item;
        }),
      );
      if (!entries.length) list.append(element("li", { className: "empty" }, texts.empty));
      entries.length ? input.setAttribute("aria-activedescendant", `palette-${chosen}`) : input.removeAttribute("aria-activedescendant");
      list.children[chosen]?.scrollIntoView({ block: "nearest" });
    };

    const search = () => {
      entries = found(input.value);
      chosen = 0;
      draw();
    };
    const run = (index) => {
      const entry = entries[index];
      palette.close();
      entry?.run();
    };
    const open = () => {
      input.value = "";
      search();
      palette.showModal();
    };

    input.addEventListener("input", search);
    input.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && entries.length) {
        chosen = (chosen + step + entries.length) % entries.length;
        draw();
        event.preventDefault();
      } else if (event.key === "Enter") {
        event.preventDefault();
        run(chosen);
      }
    });
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        palette.open ? palette.close() : open();
        return;
      }
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
      if (waitsForPage && data.keys[event.key]) location.assign(data.keys[event.key]);
      if (event.key === "?") help.showModal();
      waitsForPage = event.key === "g";
    });
    document.addEventListener("click", (event) => event.target.closest?.("[data-palette]") && open());
  };

  document.addEventListener("DOMContentLoaded", () => {
    const data = document.getElementById("palette-data");
    if (data) start(JSON.parse(data.textContent));
  });
}
