// Theme and language of a page without NiceGUI. Runs before the first paint, so that the theme does not flash.
{
  const { themeCookie, languageCookie, cookieAttributes, theme } = document.documentElement.dataset;
  let chosen = theme;
  const system = matchMedia("(prefers-color-scheme: dark)");

  const show = (dark) => {
    document.body.classList.toggle("body--dark", dark);
    document.documentElement.style.colorScheme = dark ? "dark" : "light";
  };
  const follow = () => show(chosen === "dark" || (chosen === "auto" && system.matches));
  const switchTheme = () => {
    const dark = !document.body.classList.contains("body--dark");
    chosen = dark ? "dark" : "light";
    document.cookie = `${themeCookie}=${chosen}; ${cookieAttributes}`;
    follow();
  };
  const switchLanguage = (event) => {
    document.cookie = `${languageCookie}=${event.currentTarget.dataset.language}; ${cookieAttributes}`;
    location.reload();
  };

  follow();
  system.addEventListener("change", follow);
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelector("button.theme").addEventListener("click", switchTheme);
    document.querySelectorAll("[data-language]").forEach((button) => button.addEventListener("click", switchLanguage));
  });
}
