// The curve over every threshold. All steps are here, so nothing is asked while a finger moves.
// As wide as it stands, so that its words are as large as any other.
let W = 560, SW = 132
const H = 268, L = 40, R = 14, T = 34, B = 30, NARROWEST = 300, MARGIN = 34, PHONE = 420, GAP = 10
const SH = 84, SB = 14, SMALLEST = 112, BETWEEN = 20

const fmt = (n, step) => n.toLocaleString("en-US", { maximumFractionDigits: step < 1 ? 1 : 0 }).replace("-", "−")
const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name])
const cut = (part, whole) => (whole ? (Math.floor((part * 1000) / whole) / 10).toFixed(1) : "—")
const safe = (text) => String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c])

// About how wide words are in the chart, without asking the browser to lay them out.
const width = (text, size) => [...text].reduce((sum, c) => sum + (c > "\u2e7f" ? 1 : 0.55), 0) * size

// Unmet, met, unknown at the lower bound and after each step; a count is one binary search.
const prepare = (series) => ({ ...series, sums: series.met.map((n, i) => [series.total - series.high[i], n, series.high[i] - n]) })
const turned = (series, t, closed) => {
  let low = 0, high = series.at.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (closed ? series.at[middle] <= t : series.at[middle] < t) low = middle + 1
    else high = middle
  }
  return low
}
const count = (series, t, closed) => series.sums[turned(series, t, closed)]
const running = (list, start) => list.reduce((sums, n) => (sums.push(sums[sums.length - 1] + n), sums), [start])
// Yuan that lift everybody below a line up to it: persons × line less what they have.
const lifting = (gap, t) => {
  const k = turned(gap, t, false)
  return t * gap.below[k] - gap.yuan[k]
}
// Truncated, as everywhere: 135,965 yuan are 13.5 万元.
const money = (n, unit) => unit === "元" && n >= 1e5 ? `${(Math.trunc(n / 1e3 + 1e-6) / 10).toLocaleString("en-US")} 万元` : `${Math.trunc(n + 1e-6).toLocaleString("en-US")} ${unit}`

export function render({ model, el }) {
  const root = document.createElement("div")
  const paint = () => { root.className = (model.dark ? "root dark" : "root") + " curve" }
  paint()
  let data, town, villages, gap, value, x, y, isSet, waiting = null

  const ends = (list) => {
    const met = list.flatMap((one) => one.sums.map((s) => s[1]))
    const open = list.flatMap((one) => one.sums.map((s) => s[1] + s[2]))
    const low = Math.min(...met), high = Math.max(...open)
    const pad = Math.max(1, Math.round((high - low) * 0.08))
    return [Math.max(0, low - pad), high + pad]
  }
  const path = (series, px, py, extra) => {
    const [lo, hi] = data.bounds
    let d = "", level = extra(count(series, lo, data.closed))
    d += `M${px(lo).toFixed(1)} ${py(level).toFixed(1)}`
    for (let i = 0; i < series.at.length; i++) {
      if (series.at[i] <= lo || series.at[i] > hi) continue
      d += `H${px(series.at[i]).toFixed(1)}V${py(extra(series.sums[i + 1])).toFixed(1)}`
    }
    return d + `H${px(hi).toFixed(1)}`
  }
  const band = (series, px, py) => {
    const top = path(series, px, py, (s) => s[1] + s[2])
    const under = path(series, px, py, (s) => s[1]).slice(1).split(/(?=[HV])/)
    let cx = 0, cy = 0
    const points = []
    for (const part of under) {
      if (part[0] === "H") cx = part.slice(1)
      else if (part[0] === "V") cy = part.slice(1)
      else [cx, cy] = part.split(" ")
      points.push(`${cx} ${cy}`)
    }
    return `${top}L${points.reverse().join("L")}Z`
  }
  const ticks = (low, high, n, least = 0) => {
    const raw = Math.max(least, (high - low) / n), power = 10 ** Math.floor(Math.log10(raw || 1))
    const step = [1, 2, 5, 10].map((k) => k * power).find((s) => s >= raw)
    const found = []
    for (let t = Math.ceil(low / step) * step; t <= high + 1e-9; t += step) found.push(t)
    return found
  }

  // The figures behind a chart, written only when somebody opens them.
  const table = (kind) => `<details data-table="${kind}"><summary>${safe(data.words.data)}</summary><div class="scroll"></div></details>`
  const NEAR = 8
  const cells = (list) => `<tr>${list.map((one, n) => `<td${n ? ' class="r"' : ""}>${safe(one)}</td>`).join("")}</tr>`
  const steps = () => {
    const w = data.words, k = turned(town, value, data.closed)
    const from = Math.max(0, k - NEAR), to = Math.min(town.at.length, k + NEAR)
    const rows = []
    for (let i = from; i < to; i++) rows.push(cells([town.at[i].toLocaleString("en-US"), ...[1, 0, 2].map((n) => fmt(town.sums[i + 1][n], 1))]))
    return `<p class="caption">${safe(fill(w.data_note, { n: town.at.length, shown: to - from }))}</p><table>${cells([w.parameter_value, w.met, w.unmet, w.unknown]).replaceAll("td", "th")}${rows.join("")}</table><p><button class="btn" data-file>${safe(w.steps_file)}</button></p>`
  }
  const byVillage = () => {
    const w = data.words
    const rows = villages.map((one) => {
      const now = !isSet && one.rests || count(one, value, data.closed)
      return cells([one.name, fmt(one.was, 1), fmt(now[1], 1), fmt(now[0], 1), fmt(now[2], 1)])
    })
    return `<table>${cells([w.village, w.was, w.now, w.unmet, w.unknown]).replaceAll("td", "th")}${rows.join("")}</table>`
  }
  const tell = () => {
    for (const node of root.querySelectorAll("details[open][data-table]")) {
      node.querySelector("div").innerHTML = node.dataset.table === "steps" ? steps() : byVillage()
    }
  }
  root.addEventListener("toggle", tell, true)
  root.addEventListener("click", (event) => {
    const go = event.target.closest?.("[data-file]") ? "download=curve" : event.target.closest?.("[data-go]")?.dataset.go
    if (go) model.send_msg({ go })
  })

  const draw = () => {
    data = model.data
    if (!data.town) { root.innerHTML = ""; return }
    W = Math.max(NARROWEST, (root.clientWidth || 594) - MARGIN)
    town = prepare(data.town)
    // The small ones share the width, and their words are as large as any other.
    const columns = Math.max(1, Math.min(data.villages.length, Math.floor((W + BETWEEN) / (SMALLEST + BETWEEN))))
    SW = Math.floor((W - BETWEEN * (columns - 1)) / columns)
    gap = data.gap && { at: data.gap.at, below: running(data.gap.persons, 0), yuan: running(data.gap.persons.map((n, i) => n * data.gap.at[i]), 0) }
    villages = data.villages.map(prepare)
    value = model.value
    isSet = false
    const [lo, hi] = data.bounds, w = data.words
    const [bottom, top] = ends([town])
    x = (t) => L + ((t - lo) / (hi - lo || 1)) * (W - L - R)
    y = (n) => H - B - ((n - bottom) / (top - bottom || 1)) * (H - T - B)
    const grid = ticks(bottom, top, 5, 1).map((n) => `<line class="grid" x1="${L}" x2="${W - R}" y1="${y(n)}" y2="${y(n)}"/><text x="${L - 6}" y="${y(n) + 4}" text-anchor="end">${fmt(n, 1)}</text>`).join("")
    const axis = ticks(lo, hi, W < PHONE ? 4 : 6).map((t) => `<text x="${x(t)}" y="${H - B + 16}" text-anchor="middle">${fmt(t, data.step)}</text>`).join("")
    const planned = data.plan === null ? "" : `<line class="planned" x1="${x(data.plan)}" x2="${x(data.plan)}" y1="${T}" y2="${H - B}"/><text class="planned-at" y="${T + 10}">${safe(fill(w.plan_mark, { value: fmt(data.plan, data.step) }))}</text>`
    root.innerHTML =
      `<section class="card"><header><h3>${safe(fill(w.curve_title, { label: data.label }))}</h3>${data.take[0]}</header><p class="caption">${safe(fill(data.coarse ? w.coarse : w.curve_caption, { total: fmt(town.total, 1) }))} · <span data-hatch></span></p>` +
      `<svg class="chart main${W < PHONE ? " narrow" : ""}" viewBox="0 0 ${W} ${H}" role="group" aria-label="${safe(fill(w.curve_title, { label: data.label }))}"><defs><pattern id="h" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" fill="var(--unk-soft)"/><rect width="1.2" height="5" fill="var(--hatch)"/></pattern></defs>` +
      `<rect class="moved" y="${T}" height="${H - T - B}"/>${grid}${axis}<path class="undecided" fill="url(#h)" d="${band(town, x, y)}"/><path class="steps" d="${path(town, x, y, (s) => s[1])}"/>` +
      `${pathed()}${planned}<g class="mark" tabindex="0" role="slider" aria-label="${safe(w.mark)}" aria-valuemin="${lo}" aria-valuemax="${hi}">` +
      `<line y1="22" y2="${H - B}"/><rect x="-34" y="2" width="68" height="20" rx="10"/><text class="pill" y="16" text-anchor="middle"></text><circle r="5"/><rect class="grip" x="-14" y="0" width="28" height="${H - B}"/></g>` +
      `<text class="said b" y="${T + 24}"></text><text class="diff b" y="${T + 40}"></text></svg><p class="caption live" data-live></p>${table("steps")}</section>` +
      (villages.length ? `<section class="card"><header><h3>${safe(w.small_title)}</h3>${data.take[1]}</header><div class="small" style="grid-template-columns:repeat(${columns},${SW}px)">${villages.map(small).join("")}</div>${table("villages")}</section>` : "")
    follow()
  }
  // How many the plan asks for on the day, and where the curve has so many.
  const pathed = () => {
    const path = data.path
    if (!path || path.value === null) return ""
    const at = x(path.value), to = y(path.n), room = at - L - 14
    const words = width(path.label, 12) <= room ? [path.label] : path.label.split(/(?<=户) |：|: /)
    const lines = words.map((one, n) => `<text class="path-at" x="${L + 6}" y="${to + 16 + 15 * n}">${safe(one)}</text>`).join("")
    return `<g class="path"><title>${safe(path.told)}</title><line x1="${L}" x2="${at}" y1="${to}" y2="${to}"/><path d="M${at} ${to - 5}l5 5l-5 5l-5-5z"/>${lines}</g>`
  }
  const shared = () => ends(villages)
  const small = (one, n) => {
    const [lo, hi] = data.bounds, [bottom, top] = shared()
    const px = (t) => ((t - lo) / (hi - lo || 1)) * SW
    const py = (c) => SH - SB - ((c - bottom) / (top - bottom || 1)) * (SH - SB - 4)
    const planned = data.plan === null ? "" : `<line class="planned" x1="${px(data.plan)}" x2="${px(data.plan)}" y1="2" y2="${SH - SB}"/>`
    return `<div data-village="${n}"><b>${safe(one.name)}</b><span class="row"><span class="from"></span><b class="change"></b></span><svg class="chart" viewBox="0 0 ${SW} ${SH}" role="img" aria-label="${safe(fill(data.words.curve_title, { label: data.label }))}: ${safe(one.name)}"><path class="undecided" fill="url(#h)" d="${band(one, px, py)}"/><path class="steps" d="${path(one, px, py, (s) => s[1])}"/>${planned}<line class="now" y1="2" y2="${SH - SB}"/><circle class="dot" r="3.5"/><text x="0" y="${SH - 2}">${fmt(lo, data.step)}</text><text x="${SW}" y="${SH - 2}" text-anchor="end">${fmt(hi, data.step)}</text></svg></div>`
  }

  // Only attributes and words change while a finger moves.
  const follow = () => {
    if (value === null || value === undefined) return
    // Not set, a line is each year's own: what that says isn't the curve at one value.
    const rests = !isSet && data.rests
    const w = data.words, [, met, unknown] = rests || count(town, value, data.closed)
    // The plan with none of the scenario's changes: not this curve at the plan's value.
    const was = data.was
    const at = x(value), mark = root.querySelector(".mark")
    mark.setAttribute("transform", `translate(${at} 0)`)
    mark.setAttribute("aria-valuenow", value)
    mark.setAttribute("aria-valuetext", `${fmt(value, data.step)} ${data.unit}, ${met}`)
    mark.querySelector(".pill").textContent = fmt(value, data.step)
    mark.querySelector("circle").setAttribute("cy", y(met))
    const said = root.querySelector(".said"), diff = root.querySelector(".diff")
    const narrow = W < PHONE, full = fill(w.households, { n: fmt(met, 1), rate: cut(met, town.total) })
    diff.textContent = met === was ? w.same : fill(met < was ? w.less : w.more, { n: fmt(Math.abs(met - was), 1) })
    diff.classList.toggle("unmet", met < was)
    diff.classList.toggle("met", met > was)
    // A phone has no room for the share beside the mark; the headline says it as well.
    const isLong = narrow && width(full, 13) > width(diff.textContent, 12)
    said.textContent = isLong ? full.split(/，|, /)[0] : full
    const wide = Math.max(width(said.textContent, narrow ? 13 : 15), width(diff.textContent, 12)) + GAP
    const left = at > W * 0.62 || at + wide > W + R
    const place = left ? Math.max(at - GAP, wide - GAP) : at + GAP
    for (const node of [said, diff]) { node.setAttribute("x", place); node.setAttribute("text-anchor", left ? "end" : "start") }
    root.querySelector("[data-hatch]").textContent = fill(w.hatch, { n: fmt(unknown, 1) })
    const persons = town.persons[turned(town, value, data.closed)]
    const unmet = data.path?.value === null ? ` · ${data.path.label}` : ""
    root.querySelector("[data-live]").textContent = (rests ? w.rests : gap ? fill(w.live, { people: fmt(persons, 1), gap: money(lifting(gap, value), w.yuan) }) : fill(w.live_people, { people: fmt(persons, 1) })) + unmet
    if (data.plan !== null) {
      const box = root.querySelector(".moved")
      const words = root.querySelector(".planned-at"), isBefore = at < x(data.plan) && x(data.plan) < W * 0.75
      words.setAttribute("x", x(data.plan) + (isBefore ? 5 : -5))
      words.setAttribute("text-anchor", isBefore ? "start" : "end")
      box.setAttribute("x", Math.min(at, x(data.plan)))
      box.setAttribute("width", Math.abs(at - x(data.plan)))
    }
    const [lo, hi] = data.bounds, [bottom, top] = villages.length ? shared() : [0, 1]
    villages.forEach((one, n) => {
      const node = root.querySelector(`[data-village="${n}"]`)
      const now = (!isSet && one.rests || count(one, value, data.closed))[1]
      const before = one.was
      const px = ((value - lo) / (hi - lo || 1)) * SW
      for (const name of ["x1", "x2"]) node.querySelector(".now").setAttribute(name, px)
      node.querySelector(".dot").setAttribute("cx", px)
      node.querySelector(".dot").setAttribute("cy", SH - SB - ((now - bottom) / (top - bottom || 1)) * (SH - SB - 4))
      node.querySelector(".from").textContent = `${before} → ${now}`
      const change = node.querySelector(".change")
      change.textContent = now === before ? "0" : (now > before ? "+" : "−") + Math.abs(now - before)
      change.className = "change " + (now < before ? "unmet" : now > before ? "met" : "")
    })
  }
  // What the finger moves here the slider of the same parameter shows, and the reverse.
  const heard = ({ detail }) => {
    if (!root.isConnected) return document.removeEventListener("fupin-live", heard)
    if (detail.from !== root && data?.town && detail.field === `value.${data.name}`) set(Number(detail.value))
  }
  document.addEventListener("fupin-live", heard)
  const move = (wanted) => {
    set(wanted)
    document.dispatchEvent(new CustomEvent("fupin-live", { detail: { field: `value.${data.name}`, value, from: root } }))
  }
  const set = (wanted) => {
    const [lo, hi] = data.bounds
    const next = Math.round((Math.min(hi, Math.max(lo, wanted)) - lo) / data.step) * data.step + lo
    value = Math.min(hi, Number(next.toFixed(4)))
    isSet = true
    follow()
  }
  const settle = (delay) => {
    clearTimeout(waiting)
    waiting = setTimeout(() => { if (value !== model.value) model.send_msg({ value }) }, delay)
  }
  const under = (event) => {
    const box = root.querySelector(".main").getBoundingClientRect()
    const px = ((event.clientX - box.left) / box.width) * W
    return data.bounds[0] + ((px - L) / (W - L - R)) * (data.bounds[1] - data.bounds[0])
  }
  let held = false
  root.addEventListener("pointerdown", (event) => {
    if (!event.target.closest?.(".main")) return
    held = true
    root.setPointerCapture(event.pointerId)
    root.querySelector(".mark").focus({ preventScroll: true })
    move(under(event))
    event.preventDefault()
  })
  root.addEventListener("pointermove", (event) => { if (held) move(under(event)) })
  const release = () => { if (held) { held = false; tell(); settle(0) } }
  root.addEventListener("pointerup", release)
  root.addEventListener("pointercancel", release)
  // An arrow goes to where the next household turns.
  const neighbour = (sign) => {
    const k = turned(town, value, data.closed), s = data.step
    if (sign > 0) {
      if (k >= town.at.length) return data.bounds[1]
      return data.closed ? Math.ceil(town.at[k] / s) * s : Math.floor(town.at[k] / s) * s + s
    }
    if (k === 0) return data.bounds[0]
    return data.closed ? Math.ceil(town.at[k - 1] / s) * s - s : Math.floor(town.at[k - 1] / s) * s
  }
  root.addEventListener("keydown", (event) => {
    if (!event.target.closest?.(".mark")) return
    const [lo, hi] = data.bounds
    const to = { ArrowRight: neighbour(1), ArrowUp: neighbour(1), ArrowLeft: neighbour(-1), ArrowDown: neighbour(-1), Home: lo, End: hi, PageUp: value + 100 * data.step, PageDown: value - 100 * data.step }[event.key]
    if (to === undefined) return
    event.preventDefault()
    move(to)
    tell()
    settle(250)
  })
  const redraw = () => {
    const focused = root.getRootNode().activeElement?.closest?.(".mark")
    if (held) return
    draw()
    if (focused) root.querySelector(".mark")?.focus({ preventScroll: true })
  }
  new ResizeObserver(() => {
    if (data?.town && Math.abs(Math.max(NARROWEST, root.clientWidth - MARGIN) - W) > 1) redraw()
  }).observe(root)
  model.on("dark", paint)
  model.on("data", redraw)
  // Of the same curve only the mark moves.
  model.on("value", () => {
    if (held || !data?.town || model.value === value) return
    value = model.value
    isSet = false
    follow()
    tell()
  })
  draw()
  return root
}
