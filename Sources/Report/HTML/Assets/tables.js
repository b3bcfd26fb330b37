// Sorting and filtering.

function setUpTable(table) {
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const data = rows.filter(row => !("summary" in row.dataset));
  if (data.length < 2) return;
  const headings = Array.from(table.tHead.rows[0].cells);
  const name = table.closest("figure") ? table.closest("figure").id : "";
  const value = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.value === undefined ? null : Number(cell.dataset.value);
  };
  const numeric = column => data.some(row => value(row, column) !== null);
  // What is absent stands last in either order; equal rows keep the document's order.
  const sort = (column, descending) => {
    const isNumeric = numeric(column);
    const sign = descending ? -1 : 1;
    const ordered = data.map((row, index) => ({
      row, index, key: isNumeric ? value(row, column) : row.cells[column].textContent,
    }));
    ordered.sort((a, b) => {
      if (a.key === null || b.key === null) {
        return (a.key === null) - (b.key === null) || a.index - b.index;
      }
      const order = a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
      return sign * order || a.index - b.index;
    });
    arrange(ordered.map(entry => entry.row));
    headings.forEach((heading, index) => {
      if (index !== column) heading.removeAttribute("aria-sort");
      else heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
    });
  };
  // Summary rows keep their place after the rows they sum up, as long as there is an order.
  const arrange = order => body.append(...order, ...rows.filter(row => !data.includes(row)));
  const reset = () => {
    body.append(...rows);
    headings.forEach(heading => heading.removeAttribute("aria-sort"));
  };
  headings.forEach((heading, column) => {
    const button = make("button", { type: "button" }, ...heading.childNodes);
    button.addEventListener("click", () => {
      const first = numeric(column) ? "descending" : "ascending";
      const now = heading.getAttribute("aria-sort");
      if (!now) sort(column, first === "descending");
      else if (now === first) sort(column, first !== "descending");
      else reset();
      const after = heading.getAttribute("aria-sort");
      const place = name + "." + (column + 1);
      remember({ sort: !after ? null : (after === "descending" ? "-" : "") + place });
    });
    heading.replaceChildren(button);
  });
  if (data.length > 11) addFilter(table, data);
  const wanted = (settings().get("sort") || "").match(/^(-?)(.+)\.(\d+)$/);
  if (wanted && wanted[2] === name && headings[wanted[3] - 1]) {
    sort(wanted[3] - 1, wanted[1] === "-");
  }
}

function addFilter(table, rows) {
  const count = make("span", { "aria-live": "polite" });
  const input = make("input", { type: "search", placeholder: "Filter rows",
    "aria-label": "Filter rows" });
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every(word => text.includes(word));
      if (!row.hidden) shown += 1;
    }
    count.textContent = words.length ? shown + " of " + rows.length : "";
  });
  table.parentElement.before(make("div", { class: "filter" }, input, count));
}
