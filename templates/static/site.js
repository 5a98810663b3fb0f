// Comfort only: every page is complete without this script. It sorts and filters tables, keeps the filters in the
// address, and searches. Everything it loads is a script file, as nothing can be fetched from a folder on a disk.
"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const known = (text) => text !== "";
  // Numbers as the page writes them, after its sample of one with the decimals of its currency: 1,234,567,891.00
  const [, sample, point = "", decimals = ""] = /^(.*?)(?:(\D)(0+))?$/.exec(document.documentElement.dataset.number);
  const sizes = sample.split(/\D+/).map((digits) => digits.length);
  const group = /\D+/.exec(sample)?.[0] ?? "";

  function grouped(number) {
    const [, sign, whole, rest] = /^(-?)(\d+)\.?(\d*)$/.exec(number);
    const groups = [];
    for (let left = whole; left; ) {
      const size = (groups.length && sizes.at(-2)) || sizes.at(-1);
      groups.unshift(left.slice(-size));
      left = left.slice(0, -size);
    }
    return `${sign && "−"}${groups.join(group)}${rest && point + rest}`;
  }

  // What amounts come to, as a number with the decimals of the currency, if it is no whole one.
  function added(amounts) {
    const places = Math.max(decimals.length, ...amounts.map((amount) => (amount.split(".")[1] ?? "").length));
    const units = (amount) => {
      const [whole, rest = ""] = amount.split(".");
      return BigInt(whole + rest.padEnd(places, "0"));
    };
    const sum = amounts.reduce((all, amount) => all + units(amount), 0n);
    const size = sum < 0n ? -sum : sum;
    const cut = 10n ** BigInt(places - decimals.length);
    const cents = String((size + cut / 2n) / cut).padStart(decimals.length + 1, "0");
    const whole = cents.slice(0, cents.length - decimals.length);
    const rest = size % 10n ** BigInt(places) ? `.${cents.slice(whole.length)}` : "";
    return `${sum < 0n ? "-" : ""}${whole}${decimals && rest}`;
  }

  // ── sorting: headings become buttons; what is not known comes last, whichever way ──────────────────────────────
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
  const compare = { text: collator.compare, number: (one, other) => Number(one) - Number(other) };

  function value(row, place) {
    const cell = row.cells[place];
    return cell.dataset.v ?? cell.textContent.trim();
  }

  function sorted(rows, place, kind, sign) {
    const order = (one, other) => {
      const [left, right] = [value(one, place), value(other, place)];
      if (known(left) !== known(right)) return known(left) ? -1 : 1;
      return known(left) ? sign * compare[kind](left, right) : 0;
    };
    return [...rows].sort(order);
  }

  function makeSortable(grid) {
    const heads = [...grid.table.tHead.rows[0].cells];
    for (const [place, head] of heads.entries()) {
      if (!head.dataset.sort) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort");
        const falls = now ? now === "ascending" : head.dataset.sort === "number";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", falls ? "descending" : "ascending");
        grid.isSorted = true;
        grid.rows = sorted(grid.rows, place, head.dataset.sort, falls ? -1 : 1);
        grid.show();
      });
    }
  }

  // ── filters: what the address asks for; `owner=joana`, `owner=` for nobody's, `closes=2026-10-01..2026-12-31` ──
  // Of a key that is there several times the last one counts.
  const asked = new URLSearchParams([...new Map(new URLSearchParams(location.search))]);
  // `*` and `..` ask for all.
  for (const [key, wanted] of [...asked]) if (wanted === "*" || wanted === "..") asked.delete(key);
  const FACET = /^[a-z0-9-]+$/;
  const LONGEST = 40;

  const facet = (element, key) => (FACET.test(key) ? element.getAttribute(`data-facet-${key}`) : null);

  function holds(wanted, values) {
    const [first, last] = wanted.split("..");
    if (last === undefined) return values.includes(wanted);
    return values.some((day) => known(day) && day >= first && (last === "" || day <= last));
  }

  function isAsked(element) {
    return [...asked].every(([key, wanted]) => {
      const values = facet(element, key);
      return values === null || holds(wanted, values.split("\n"));
    });
  }

  // How many rows of a part are as asked for: known exactly while one thing is asked for.
  function rowsIn(part) {
    const keys = [...asked.keys()].filter((key) => facet(part, key) !== null);
    if (keys.length !== 1) return null;
    const numbers = part.getAttribute(`data-count-${keys[0]}`).split(" ").map(Number);
    const values = facet(part, keys[0]).split("\n");
    return numbers.reduce((all, one, place) => all + (holds(asked.get(keys[0]), [values[place]]) ? one : 0), 0);
  }

  // A period that no list offers, in words; its days are written as the page writes them.
  const PERIOD = /^(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?$/;
  const language = document.documentElement.lang;
  const form = { dateStyle: "medium", timeZone: "UTC" };
  const calendar = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, form);

  function inWords(wanted, says) {
    const [, first, last] = PERIOD.exec(wanted) ?? [];
    const days = [first, last].map((day) => (day && Date.parse(day) ? calendar.format(new Date(day)) : ""));
    const words = first ? (last ? says.span : says.since) : last ? says.until : "";
    return Boolean(days[0]) === Boolean(first) && Boolean(days[1]) === Boolean(last)
      ? words.replace("{first}", days[0]).replace("{last}", days[1])
      : "";
  }

  function remember() {
    const query = asked.toString();
    try {
      history.replaceState(null, "", `${location.pathname}${query && `?${query}`}${location.hash}`);
    } catch {
      // Some browsers keep the address of a file as it is: the filter works, only the address does not tell it.
    }
  }

  // What another table of the page calls the value.
  function named(key, wanted) {
    const options = all(`select[data-facet="${key}"] option:not([data-odd])`);
    return options.find((option) => option.value === wanted)?.text;
  }

  class Grid {
    constructor(table) {
      this.table = table;
      this.rows = [...table.tBodies[0].rows];
      this.box = table.closest(".grid");
      this.filters = this.box?.querySelector(".filters");
      this.parts = this.box ? all(".parts li", this.box) : [];
      if (table.hasAttribute("data-sortable")) makeSortable(this);
      if (this.filters) this.makeFilters();
    }

    makeFilters() {
      this.selects = all("select", this.filters);
      this.unoffered = this.selects.filter((select) => select.parentElement.hidden);
      this.filters.hidden = this.unoffered.length === this.selects.length;
      this.makeNone();
      for (const select of this.selects) {
        select.addEventListener("change", () => {
          if (select.value === "*") asked.delete(select.dataset.facet);
          else asked.set(select.dataset.facet, select.value);
          remember();
          showAll();
        });
      }
      this.filters.querySelector("[data-clear]").addEventListener("click", () => this.clear());
    }

    clear() {
      for (const key of this.chosen()) asked.delete(key);
      remember();
      showAll();
      (this.filters.querySelector("label:not([hidden]) select") ?? this.box.querySelector(".scroll")).focus();
    }

    // What is under the heads while no row is as asked for.
    makeNone() {
      const [button, about] = ["button", "p"].map((tag) => document.createElement(tag));
      button.type = "button";
      button.textContent = this.filters.querySelector("[data-clear]").textContent;
      button.addEventListener("click", () => this.clear());
      about.className = "empty";
      about.hidden = true;
      about.append(this.filters.querySelector("[data-said]").dataset.none, " ", button);
      this.table.after(about);
      this.none = about;
    }

    // What the address asks for and these rows know, whether or not there is a list to choose it from.
    chosen() {
      return [...asked.keys()].filter((key) => facet(this.rows[0], key) !== null);
    }

    show() {
      const shown = this.rows.filter(isAsked);
      this.table.tBodies[0].replaceChildren(...shown);
      if (this.filters) this.tell(shown);
    }

    // What these rows come to, where the table has a column of amounts.
    together(rows) {
      const place = [...this.table.tHead.rows[0].cells].findIndex((head) => head.dataset.together);
      const values = place < 0 ? [] : rows.map((row) => value(row, place)).filter(known);
      if (!values.length) return [];
      const { together, without } = this.table.tHead.rows[0].cells[place].dataset;
      const rest = rows.length - values.length;
      const others = rest ? [without.replace("{n}", grouped(rest))] : [];
      return [together.replace("{sum}", grouped(added(values))), ...others];
    }

    tell(shown) {
      const count = shown.length;
      const status = this.filters.querySelector("[data-said]");
      for (const select of this.selects) this.select(select, status.dataset);
      for (const select of this.unoffered) select.parentElement.hidden = !asked.has(select.dataset.facet);
      const isPart = this.others().length > 0;
      const some = count < this.rows.length || (isPart && this.chosen().length > 0);
      const words = isPart ? status.dataset.more : status.dataset.said;
      const said = words.replace("{n}", grouped(count)).replace("{all}", grouped(this.rows.length));
      const sorted = this.isSorted && this.parts.length ? [status.dataset.sorted] : [];
      const told = some ? [said, ...(isPart ? [] : this.together(shown))] : [];
      status.textContent = [...told, ...sorted].join("; ");
      this.none.hidden = count > 0;
      this.filters.querySelector("[data-clear]").hidden = !this.chosen().length;
      this.filters.hidden = this.unoffered.length === this.selects.length && !this.chosen().length && !sorted.length;
      for (const part of this.parts) {
        part.hidden = !isAsked(part) && !part.querySelector("[aria-current]");
        const link = part.querySelector("a");
        link.search = asked.toString();
        const rows = rowsIn(part);
        part.dataset.label ??= link.textContent;
        const words = part.parentElement.dataset.counted.replace("{part}", part.dataset.label);
        link.textContent = rows === null ? part.dataset.label : words.replace("{n}", grouped(rows));
      }
    }

    select(select, says) {
      const key = select.dataset.facet;
      const wanted = asked.get(key) ?? "*";
      if (![...select.options].some((option) => option.value === wanted)) {
        const there = [...this.rows, ...this.parts].some((one) => holds(wanted, (facet(one, key) ?? "").split("\n")));
        const short = named(key, wanted) ?? this.words(select, wanted, says);
        select.add(new Option(there ? short : says.unknown.replace("{value}", () => short), wanted));
        select.options[select.options.length - 1].dataset.odd = "";
      }
      select.value = wanted;
    }

    // What no list has a name for.
    words(select, wanted, says) {
      if (!known(wanted)) return select.dataset.facet === "owner" ? says.nobody : says.nothing;
      const period = select.dataset.kind === "period" && inWords(wanted, says);
      return period || (wanted.length > LONGEST ? `${wanted.slice(0, LONGEST)}…` : wanted);
    }

    // What is chosen here, in words: for each key a label and a value, and whether the value is one of the list.
    said() {
      if (!this.filters) return [];
      const chosen = this.chosen();
      return this.selects.filter((select) => chosen.includes(select.dataset.facet)).map((select) => ({
        key: select.dataset.facet,
        words: `${select.parentElement.firstChild.textContent.trim()}: ${select.selectedOptions[0].text}`,
        isOdd: "odd" in select.selectedOptions[0].dataset,
      }));
    }

    // The other parts of the table that may have such rows.
    others() {
      return this.parts.filter((part) => isAsked(part) && !part.querySelector("[aria-current]"));
    }

    // Where the address led to the first part, and another has more of the rows that it asks for: that one.
    better() {
      const isFirst = this.parts[0]?.querySelector("[aria-current]");
      if (!isFirst || location.hash !== `#${this.box.id}`) return null;
      const counts = this.parts.map(rowsIn);
      const most = this.parts[counts.indexOf(Math.max(...counts))];
      const other = counts[0] === null ? (this.rows.some(isAsked) ? null : this.others()[0]) : most;
      return other && !other.querySelector("[aria-current]") ? other.querySelector("a") : null;
    }
  }

  // A list of cards, one column of the board: its sum is of all of them, so what is shown of some is how many they are.
  class Cards {
    constructor(list) {
      this.list = list;
      this.cards = [...list.children];
      const around = list.parentElement;
      this.none = around.querySelector(".none");
      this.head = around.querySelector("[data-some]");
      this.rest = around.querySelector("[data-rest]");
      this.told = [this.head?.textContent, this.rest?.textContent];
      this.query = this.rest?.search;
    }

    show() {
      const shown = this.cards.filter(isAsked);
      const chosen = [...asked].filter(([key]) => facet(this.cards[0], key) !== null);
      const isAll = shown.length === this.cards.length && !(this.rest && chosen.length);
      this.list.replaceChildren(...shown);
      if (this.none) this.none.hidden = shown.length > 0;
      if (this.head) this.head.textContent = isAll ? this.told[0] : this.some(shown.length);
      if (this.rest) this.follow(chosen);
    }

    some(count) {
      return this.head.dataset.some.replace("{n}", grouped(count)).replace("{all}", grouped(this.cards.length));
    }

    // The cards that are not here: whether the filter holds for them is seen where they lead to.
    follow(chosen) {
      this.rest.textContent = chosen.length ? this.rest.dataset.rest : this.told[1];
      this.rest.search = new URLSearchParams([...chosen, ...new URLSearchParams(this.query)]).toString();
    }
  }

  const grids = all(".grid table, table[data-sortable]").map((table) => new Grid(table));
  const columns = all("[data-facets]").map((list) => new Cards(list));

  function target() {
    try {
      return document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return null; // what stands behind the # is no text
    }
  }

  // The line at the top of the page, while it is filtered by anything that some table of it knows.
  const line = document.querySelector("[data-filtered]");

  function tellAll() {
    const said = new Map();
    for (const one of grids.flatMap((grid) => grid.said())) {
      if (!said.has(one.key) || (said.get(one.key).isOdd && !one.isOdd)) said.set(one.key, one);
    }
    const what = [...said.values()].map(({ words }) => words).join("; ");
    line.querySelector("span").textContent = line.dataset.filtered.replace("{what}", () => what);
    line.hidden = !said.size;
  }

  function showAll() {
    for (const grid of grids) grid.show();
    for (const column of columns) column.show();
    if (line) tellAll();
  }

  line?.querySelector("a").addEventListener("click", () => {
    for (const key of [...asked.keys()]) asked.delete(key);
    remember();
    showAll();
  });

  if ([...asked].length) {
    showAll();
    const better = grids.map((grid) => grid.better()).find(Boolean);
    if (better) location.replace(better.href);
    else target()?.scrollIntoView();
  }

  // ── search: what is typed is folded as names are, so that `sao` finds `São` ────────────────────────────────────
  const box = document.querySelector(".search");
  const input = box.querySelector("input");
  const list = box.querySelector("ol");
  const told = box.querySelector("[role=status]");
  const menu = document.querySelector(".menu");
  const MOST = 8;
  const NUMBER = /^[\d\s()+./-]*\d[\d\s()+./-]*$/;
  const DIGITS = 5; // of fewer nobody means a phone number
  let records = [];
  let engine = null;

  const fold = (text) => text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(/[\p{M}'’]/gu, "");
  const words = (text) => fold(text).split(/[^\p{L}\p{N}]+/u).filter(known);

  function load(address) {
    return new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
  }

  globalThis.textcrmFound = (found) => {
    records = found;
    engine = new MiniSearch({
      fields: ["name", "about", "more"],
      tokenize: words,
      processTerm: (term) => term,
      searchOptions: {
        boost: { name: 3 },
        combineWith: "AND",
        prefix: true,
        fuzzy: (term) => (term.length > 3 && !NUMBER.test(term) ? 0.2 : false),
        boostDocument: (id) => records[id][4],
      },
    });
    const own = (address) => address.replace(/^.*[/#]|\.html$/g, "");
    engine.addAll(found.map(([name, about, address, more], id) => ({ id, name, about, more: `${own(address)} ${more}` })));
  };

  let loading = null;
  function prepare() {
    loading ??= load(box.dataset.engine).then(() => load(box.dataset.index));
    return loading;
  }

  function entry([name, about, address]) {
    const [item, link, small] = ["li", "a", "small"].map((tag) => document.createElement(tag));
    link.href = box.dataset.root + address;
    link.textContent = name;
    small.textContent = about;
    link.append(small);
    item.append(link);
    return item;
  }

  function remark(text) {
    const item = document.createElement("li");
    item.className = "quiet";
    item.textContent = text;
    return item;
  }

  // Phone and tax numbers are found however they are typed: `(81) 98520-4747`, `81985204747`; after a plus the code of
  // a country may stand, up to three digits, where the record has none.
  function find(typed) {
    const digits = typed.replace(/\D/g, "").replace(/^0+/, "");
    const codes = typed.trim().startsWith("+") ? [0, 1, 2, 3] : [0];
    const numbers = codes.map((code) => digits.slice(code)).filter((one) => NUMBER.test(typed) && one.length >= DIGITS);
    return numbers.map((one) => engine.search(one)).find((found) => found.length) ?? engine.search(typed);
  }

  async function search() {
    if (!known(input.value.trim())) return close();
    await prepare();
    if (menu) menu.open = false; // it would lie over what is found
    const found = find(input.value.trim());
    const [shown, isCut] = [found.slice(0, MOST), found.length > MOST];
    const says = !shown.length ? box.dataset.none : isCut ? box.dataset.first : box.dataset.some;
    told.textContent = says.replace("{n}", grouped(shown.length)).replace("{all}", grouped(found.length));
    const remarks = isCut || !shown.length ? [remark(told.textContent)] : [];
    list.replaceChildren(...shown.map(({ id }) => entry(records[id])), ...remarks);
  }

  function close() {
    list.replaceChildren();
    told.textContent = "";
  }

  function move(event, step) {
    const stops = [input, ...all("a", list)];
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  }

  box.hidden = false;
  input.addEventListener("focus", prepare, { once: true });
  input.addEventListener("input", search);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") move(event, 1);
    else if (event.key === "ArrowUp") move(event, -1);
    else if (event.key === "Enter" && document.activeElement === input) list.querySelector("a")?.click();
    else if (event.key === "Escape") {
      close();
      input.value = "";
      input.focus();
    }
  });
  box.addEventListener("focusout", (event) => {
    if (!box.contains(event.relatedTarget)) close();
  });
  menu?.addEventListener("toggle", () => menu.open && close());
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
  });

  // ── the menu: folded where its words do not fit on one line ────────────────────────────────────────────────────
  const mast = document.querySelector(".mast-in");
  const items = all(".nav li", mast);

  function foldMenu() {
    mast.classList.remove("folded");
    mast.classList.toggle("folded", items.some((item) => item.offsetTop > items[0].offsetTop));
  }

  foldMenu();
  globalThis.addEventListener("resize", foldMenu);
  document.fonts?.ready.then(foldMenu);
})();
