// Puts back what was typed when a page is reloaded. Secrets (passwords, one-time codes) never enter the storage.
{
  const KEY = "esteira_draft";
  const FIELDS = "input, textarea, select";
  const NOT_KEPT = ["password", "hidden", "file", "submit", "button", "reset", "image"];

  const isKept = (field) =>
    !NOT_KEPT.includes(field.type) && !/password|one-time-code/.test(field.autocomplete) && !field.closest("[data-secret]");
  const fields = () => [...document.querySelectorAll(FIELDS)].filter(isKept);
  const isSwitch = (field) => field.type === "checkbox" || field.type === "radio";
  const nameOf = (field, index) => field.dataset.draft || field.name || field.getAttribute("aria-label") || `${field.type} ${index}`;

  // Fields are told apart by name and place: identifiers may change from one build of a page to the next.
  const named = () => fields().map((field, index) => [`${nameOf(field, index)} ${index}`, field]);

  const save = () => {
    const values = named().map(([name, field]) => [name, isSwitch(field) ? field.checked : field.value]);
    sessionStorage.setItem(KEY, JSON.stringify({ path: location.pathname, values }));
  };

  const fill = (field, value) => {
    const property = isSwitch(field) ? "checked" : "value";
    if (field[property] === value) return;
    field[property] = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const restore = () => {
    const draft = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    sessionStorage.removeItem(KEY);
    const isReload = performance.getEntriesByType("navigation")[0]?.type === "reload";
    if (!draft || !isReload || draft.path !== location.pathname) return;
    const values = new Map(draft.values);
    named().forEach(([name, field]) => values.has(name) && fill(field, values.get(name)));
  };

  document.addEventListener("DOMContentLoaded", restore);
  window.addEventListener("pagehide", save);
}
