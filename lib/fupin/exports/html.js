// Adds to a page that reads without it: what a mark says, sorting, filtering, the place.
(() => {
  const say = document.body.dataset
  const tip = document.createElement("div")
  tip.id = "tip"
  tip.hidden = true
  document.body.append(tip)
  const show = (node, x, y) => {
    tip.textContent = node.dataset.tip
    tip.hidden = false
    const { width, height } = tip.getBoundingClientRect()
    tip.style.left = `${Math.max(8, Math.min(x + 12, innerWidth - width - 8))}px`
    tip.style.top = `${y - height - 12 < 8 ? y + 16 : y - height - 12}px`
  }
  for (const mark of document.querySelectorAll("[data-tip]")) {
    // The browser's own tip would stand over ours.
    mark.querySelector(":scope > title")?.remove()
    mark.setAttribute("tabindex", "0")
    mark.setAttribute("aria-label", mark.dataset.tip)
    mark.removeAttribute("title")
  }
  const over = (event) => event.target.closest?.("[data-tip]")
  document.addEventListener("pointermove", (event) => {
    const node = over(event)
    node ? show(node, event.clientX, event.clientY) : (tip.hidden = true)
  })
  document.addEventListener("focusin", (event) => {
    const node = over(event)
    if (!node) return
    const box = node.getBoundingClientRect()
    show(node, box.left + box.width / 2, box.top)
  })
  document.addEventListener("focusout", () => { tip.hidden = true })
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") tip.hidden = true })

  const valueOf = (row, n) => {
    const held = row.cells[n].dataset.v
    return held === undefined ? row.cells[n].textContent : held === "" ? null : Number(held)
  }
  const compare = (one, other) =>
    typeof one === "number" && typeof other === "number" ? one - other
      : String(one).localeCompare(String(other), document.documentElement.lang)
  const sort = (table, n, head) => {
    const down = head.getAttribute("aria-sort") === "ascending"
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort")
    head.setAttribute("aria-sort", down ? "descending" : "ascending")
    const body = table.tBodies[0]
    const rows = [...body.rows].map((row) => [valueOf(row, n), row])
    // What isn't known stands last, whichever way.
    rows.sort(([a], [b]) => a === null ? (b === null ? 0 : 1) : b === null ? -1 : down ? compare(b, a) : compare(a, b))
    body.append(...rows.map(([, row]) => row))
  }
  for (const table of document.querySelectorAll("table.list")) {
    [...table.tHead.rows[0].cells].forEach((head, n) => {
      const button = document.createElement("button")
      button.textContent = head.textContent
      head.replaceChildren(button)
      button.addEventListener("click", () => sort(table, n, head))
    })
    const rows = [...table.tBodies[0].rows]
    if (rows.length < 4) continue
    const tools = document.createElement("div")
    tools.className = "tools"
    const input = document.createElement("input")
    input.type = "search"
    input.placeholder = input.ariaLabel = say.filter
    const count = document.createElement("span")
    count.setAttribute("role", "status")
    const apply = () => {
      const words = input.value.trim().toLowerCase().split(/\s+/)
      let shown = 0
      for (const row of rows) {
        const text = row.textContent.toLowerCase()
        row.hidden = !words.every((word) => text.includes(word))
        shown += row.hidden ? 0 : 1
      }
      count.textContent = say.count.replace("{n}", shown).replace("{of}", rows.length)
    }
    input.addEventListener("input", apply)
    apply()
    tools.append(input, count)
    table.closest(".scroll").before(tools)
  }

  const links = new Map([...document.querySelectorAll("nav a")].map((a) => [a.hash.slice(1), a]))
  const seen = new Set()
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) seen[entry.isIntersecting ? "add" : "delete"](entry.target.id)
    const first = [...links.keys()].find((id) => seen.has(id))
    for (const [id, link] of links) {
      link.classList.toggle("on", id === first)
      id === first ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")
    }
  }, { rootMargin: "-10% 0px -60%" })
  for (const id of links.keys()) watch.observe(document.getElementById(id))
})()
