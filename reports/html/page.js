
"use strict";
// Tables are sorted by a click on the head of a column; findings and long tables get
// a filter. Without this script the page says the same.
(function () {
  const words = document.body.dataset;
  const textOf = (element) => element.textContent.trim();

  // valueOf reads a number as the report writes it: 1,204 or 5.0004%; null for none.
  function valueOf(text) {
    const number = /^-?[\d,]+(\.\d+)?/.exec(text);
    return number ? Number(number[0].replaceAll(",", "")) : null;
  }

  function compare(a, b, numeric) {
    if (!numeric) return a.localeCompare(b, document.documentElement.lang, { numeric: true });
    const x = valueOf(a), y = valueOf(b);
    if (x === null || y === null) return (x === null) - (y === null); // what has no number comes last
    return x - y;
  }

  function sortBy(table, head, column) {
    const down = head.getAttribute("aria-sort") === "ascending";
    const body = table.tBodies[0];
    const numeric = head.classList.contains("number");
    const rows = [...body.rows].map((row) => ({ row, text: textOf(row.cells[column]) }));
    rows.sort((a, b) => (down ? -1 : 1) * compare(a.text, b.text, numeric));
    body.append(...rows.map((r) => r.row));
    for (const other of table.tHead.rows[0].cells) other.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
  }

  for (const table of document.querySelectorAll("table")) {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = textOf(head);
      button.addEventListener("click", () => sortBy(table, head, column));
      const printed = document.createElement("span"); // a browser does not repeat buttons on each page
      printed.className = "printed";
      printed.textContent = button.textContent;
      head.replaceChildren(button, printed);
      head.setAttribute("aria-sort", "none");
    });
  }

  // control makes a labelled field of a filter.
  function control(tag, label) {
    const field = document.createElement(tag);
    if (label === "") {
      field.setAttribute("aria-label", words.levels);
      return { field, shown: field };
    }
    const shown = document.createElement("label");
    shown.append(label, field);
    return { field, shown };
  }

  // addFilter puts a filter before an element. Each part has the text that is looked
  // into, the elements that are shown or not, and perhaps a level.
  function addFilter(before, parts, levels) {
    const box = document.createElement("div");
    box.className = "filter";
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", words.filter + " " + (before.getAttribute("aria-label") || ""));
    const search = control("input", words.filter);
    search.field.type = "search";
    search.field.placeholder = words.hint;
    const choice = control("select", "");
    const count = document.createElement("output");
    box.append(search.shown);
    if (levels.size > 1) {
      choice.field.append(new Option(words.levels, ""));
      for (const [level, name] of levels) choice.field.append(new Option(name, level));
      box.append(choice.shown);
    }
    box.append(count);
    function apply() {
      const sought = search.field.value.trim().toLowerCase().split(/\s+/);
      let shown = 0;
      for (const part of parts) {
        const fits = (!choice.field.value || part.level === choice.field.value) && sought.every((word) => part.text.includes(word));
        for (const element of part.elements) element.hidden = !fits;
        if (fits) shown++;
      }
      const pieces = words.shown.split("%s");
      count.textContent = pieces[0] + shown + pieces[1] + parts.length + pieces[2];
    }
    search.field.addEventListener("input", apply);
    choice.field.addEventListener("change", apply);
    apply();
    before.before(box);
  }

  const many = 200; // findings: those off the screen are then drawn when they come on it
  if (document.querySelectorAll("article").length > many) document.body.classList.add("many");

  const longTable = 20; // rows
  for (const section of document.querySelectorAll("section")) {
    const overview = section.querySelector("table.overview");
    if (overview) {
      const levels = new Map();
      const parts = [...overview.tBodies[0].rows].map((row) => {
        const article = document.getElementById(row.cells[0].querySelector("a").hash.slice(1));
        levels.set(article.dataset.level, textOf(row.cells[1]));
        return { text: article.textContent.toLowerCase(), level: article.dataset.level, elements: [row, article] };
      });
      addFilter(overview.parentElement, parts, levels);
    }
    for (const table of section.querySelectorAll("table:not(.overview)")) {
      const rows = [...table.tBodies[0].rows];
      if (rows.length > longTable) {
        addFilter(table.parentElement, rows.map((row) => ({ text: row.textContent.toLowerCase(), elements: [row] })), new Map());
      }
    }
  }
})();
