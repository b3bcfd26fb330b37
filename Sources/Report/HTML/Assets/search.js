// A search over headings, answers, captions, table rows and images.

function searchEntries() {
  const entries = [];
  const add = (text, kind, target) => entries.push({ text, kind, target });
  for (const title of all("main h1, main h2, main h3")) {
    add(title.textContent, "Section", title.closest("[id]") || title);
  }
  for (const answer of all("article > .answer")) {
    add(answer.textContent, "Answer", answer.closest("[id]"));
  }
  for (const caption of all("figcaption")) {
    const label = caption.querySelector("b");
    add(caption.firstElementChild.textContent, label ? label.textContent.replace(".", "") : "Figure",
      caption.closest("[id]"));
  }
  for (const cell of all("tbody th[scope=row]")) {
    const figure = cell.closest("figure");
    const label = figure && figure.querySelector("figcaption b");
    if (label) add(cell.textContent, "Row of " + label.textContent.replace(".", ""), cell);
  }
  for (const gallery of galleries) {
    for (const item of gallery.items) {
      add(item.id + " " + item.badge, "Image", { gallery, id: item.id });
    }
  }
  return entries;
}

function setUpSearch() {
  const place = document.querySelector("[data-search]");
  const input = make("input", {
    type: "search", placeholder: "Search", "aria-label": "Search the report",
    title: "Search headings, captions, table rows and image ids (key /)",
  });
  const found = make("ol", { "aria-live": "polite" });
  let entries = null;
  const go = entry => {
    if (entry.target.gallery) entry.target.gallery.reveal(entry.target.id);
    else {
      const fold = entry.target.closest("details");
      if (fold) fold.open = true;
      entry.target.scrollIntoView({ block: "start", behavior: "instant" });
    }
  };
  input.addEventListener("input", () => {
    entries = entries || searchEntries();
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const hits = !words.length ? [] : entries.filter(entry => {
      const text = entry.text.toLowerCase();
      return words.every(word => text.includes(word));
    });
    found.replaceChildren(...hits.slice(0, 12).map(entry => make("li", {},
      make("a", { href: "#", onclick: event => { event.preventDefault(); go(entry); } },
        entry.text.length > 70 ? entry.text.slice(0, 69) + "\u2026" : entry.text,
        make("small", {}, entry.kind)))));
    if (words.length && !hits.length) found.replaceChildren(make("li", {}, "Nothing found"));
  });
  place.append(input, found);
  place.hidden = false;
  addEventListener("keydown", event => {
    if (event.key !== "/" || isTyping(event)) return;
    event.preventDefault();
    const contents = document.getElementById("contents");
    if (getComputedStyle(contents).display === "none") contents.showPopover();
    input.focus();
  });
}
