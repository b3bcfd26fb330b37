// Appearance, printing, and where the reader is.

function setUpActions() {
  const print = document.querySelector("[data-action=print]");
  print.addEventListener("click", () => window.print());
  print.hidden = false;
  const button = document.querySelector("[data-action=theme]");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark";
  const name = () => { button.textContent = isDark() ? "Light" : "Dark"; };
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    name();
  });
  system.addEventListener("change", name);
  button.hidden = false;
  name();
}

function setUpContents() {
  const contents = document.getElementById("contents");
  const links = new Map();
  for (const link of all("a[href^='#']", contents)) {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (target) links.set(target, link);
  }
  const mark = () => {
    let current = null;
    for (const [target, link] of links) {
      if (target.getBoundingClientRect().top < innerHeight * 0.3) current = link;
      link.removeAttribute("aria-current");
    }
    if (current) current.setAttribute("aria-current", "true");
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  }, { passive: true });
  mark();
  contents.addEventListener("click", event => {
    if (event.target.closest("a") && contents.matches(":popover-open")) contents.hidePopover();
  });
}
