// Theme and language of a page without NiceGUI. Runs before the first paint, so that the theme does not flash.
{
  const year = "path=/; max-age=31536000; samesite=strict";
  const chosen = document.documentElement.dataset.theme;
  const system = matchMedia("(prefers-color-scheme: dark)");

  const show = (dark) => {
    document.body.classList.toggle("body--dark", dark);
    document.documentElement.style.colorScheme = dark ? "dark" : "light";
  };
  const switchTheme = () => {
    const dark = !document.body.classList.contains("body--dark");
    document.cookie = `esteira_theme=${dark ? "dark" : "light"}; ${year}`;
    show(dark);
  };
  const switchLanguage = (event) => {
    document.cookie = `esteira_language=${event.currentTarget.dataset.language}; ${year}`;
    location.reload();
  };

  show(chosen === "dark" || (chosen === "auto" && system.matches));
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelector("button.theme").addEventListener("click", switchTheme);
    document.querySelectorAll("[data-language]").forEach((button) => button.addEventListener("click", switchLanguage));
  });
}
