// Theme and language of a page without NiceGUI. Runs before the first paint, so that the theme does not flash.
{
  const year = "path=/; max-age=31536000; samesite=strict";
  let chosen = document.documentElement.dataset.theme;
  const system = matchMedia("(prefers-color-scheme: dark)");

  const show = (dark) => {
    document.body.classList.toggle("body--dark", dark);
    document.documentElement.style.colorScheme = dark ? "dark" : "light";
  };
  const follow = () => show(chosen === "dark" || (chosen === "auto" && system.matches));
  const switchTheme = () => {
    const dark = !document.body.classList.contains("body--dark");
    chosen = dark ? "dark" : "light";
    document.cookie = `esteira_theme=${chosen}; ${year}`;
    follow();
  };
  const switchLanguage = (event) => {
    document.cookie = `esteira_language=${event.currentTarget.dataset.language}; ${year}`;
    location.reload();
  };

  follow();
  system.addEventListener("change", follow);
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelector("button.theme").addEventListener("click", switchTheme);
    document.querySelectorAll("[data-language]").forEach((button) => button.addEventListener("click", switchLanguage));
  });
}
