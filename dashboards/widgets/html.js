// Shows markup and tells Python what was touched. Plain browser features only.
export function render({ model, el }) {
  const root = document.createElement("div")
  const paint = () => { root.className = model.dark ? "root dark" : "root" }
  paint()
  let timer = null

  const keyOf = (node) =>
    node && (node.dataset?.field ? `[data-field="${node.dataset.field}"]`
      : node.dataset?.go ? `[data-go="${CSS.escape(node.dataset.go)}"]` : null)

  // What opens another page within the page begins at its top.
  const OPENS = /^(open=|back|visit$|leave-visit|save-)/
  let top = false

  // What is put back isn't a change to the browser: it is told when the field is left,
  // which drawing the page once more isn't.
  let drawing = false
  const restore = (node, typed) => {
    let told = false
    node.value = typed
    node.addEventListener("change", () => { told = true }, { once: true })
    node.addEventListener("blur", () => { if (!told && !drawing && root.contains(node)) send(node) }, { once: true })
  }

  // A figure and its unit stay on one line; only words are joined, no attribute, and
  // nothing that is written on.
  const UNIT = /<textarea[^]*?<\/textarea>|(\d(?:<\/(?:b|em|i|small)>)?) (?=(?:[\u4e00-\u9fff%]|yuan\b|points?\b|days?\b)[^<>"]*<)/g
  const joined = (html) => html.replace(UNIT, (all, figure) => (figure === undefined ? all : `${figure}\u00a0`))

  // How much of its track a slider has behind it.
  const fill = (slider) => {
    const [least, most] = [Number(slider.min), Number(slider.max)]
    slider.style.setProperty("--filled", `${(slider.value - least) / (most - least || 1) * 100}%`)
  }

  // What can be unfolded, by its words (and which of those with the same words): what a
  // person unfolded stays so when the page is drawn once more.
  const folds = () => {
    const seen = {}
    return [...root.querySelectorAll("details:not(.take) > summary")].map((node) => {
      const words = node.textContent
      seen[words] = (seen[words] ?? 0) + 1
      return [`${words} ${seen[words]}`, node.parentNode]
    })
  }

  const draw = () => {
    const scope = root.getRootNode()
    const active = scope.activeElement
    const key = active && root.contains(active) ? keyOf(active) : null
    const caret = active && "selectionStart" in active ? active.selectionStart : null
    // Words that are still being typed outlive what others write meanwhile.
    const typed = key && active.dataset.typed !== undefined && active.value !== active.defaultValue ? active.value : null
    // Several forms of a page may have a field of one name.
    const place = key ? [...root.querySelectorAll(key)].indexOf(active) : 0
    const unfolded = top ? [] : folds().filter(([, one]) => one.open).map(([name]) => name)
    drawing = true
    root.innerHTML = joined(model.html)
    drawing = false
    for (const [name, one] of folds()) if (unfolded.includes(name)) one.open = true
    root.querySelectorAll("input[type=range]").forEach(fill)
    if (top) {
      top = false
      el.getRootNode().host?.scrollIntoView({ block: "start" })
      document.scrollingElement.scrollTop = 0
    }
    for (const node of root.querySelectorAll("[data-go]")) {
      if (!node.hasAttribute("tabindex")) node.setAttribute("tabindex", "0")
      if (node.tagName !== "BUTTON" && !node.hasAttribute("role")) node.setAttribute("role", "button")
    }
    if (key) {
      const again = root.querySelectorAll(key)[place] ?? root.querySelector(key)
      if (again) {
        again.focus({ preventScroll: true })
        if (typed !== null) restore(again, typed)
        if (caret !== null && again.setSelectionRange && again.type !== "range") again.setSelectionRange(caret, caret)
      }
    }
    // The page's shape stood here until now.
    if (root.querySelector(".page")) document.getElementById("skeleton")?.remove()
    const opened = root.querySelector(".dialog button")
    if (opened && !root.contains(scope.activeElement)) opened.focus({ preventScroll: true })
  }

  // A field within something that can be touched is touched for itself.
  const touched = (event) => {
    const node = event.composedPath().find((one) => one.dataset && (one.dataset.go !== undefined || one.dataset.still !== undefined))
    return node?.dataset.go === undefined ? undefined : node
  }
  root.addEventListener("click", (event) => {
    const to = event.composedPath().find((node) => node.dataset?.to)
    if (to) return root.querySelector(`#${CSS.escape(to.dataset.to)}`)?.scrollIntoView({ block: "start" })
    const node = touched(event)
    if (!node) return
    event.preventDefault()
    top = OPENS.test(node.dataset.go)
    if (node.dataset.go === "copy") {
      navigator.clipboard?.writeText(location.href)
      node.textContent = node.dataset.done
      return
    }
    if (node.dataset.go === "print") return window.print()
    if (node.dataset.go === "stop-upload") return stop("stopped")
    if (node.dataset.go === "pick") return root.querySelector("input[type=file]").click()
    model.send_msg({ go: node.dataset.go })
  })
  // What is pointed at says its words in the line that its card keeps for them.
  root.addEventListener("pointerover", (event) => {
    const own = event.target.querySelector?.(":scope > title") ?? event.target.parentNode?.querySelector?.(":scope > title")
    const words = own?.textContent
    const line = words && event.target.closest("section")?.querySelector("[data-pointed]")
    if (line) line.textContent = words
  })
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && root.querySelector(".dialog")) model.send_msg({ go: "list=" })
    const menu = event.key === "Escape" && event.target.closest("details.take[open]")
    if (menu) {
      menu.open = false
      menu.querySelector("summary").focus()
    }
    const node = touched(event)
    if (!node || node.tagName === "BUTTON" || (event.key !== "Enter" && event.key !== " ")) return
    event.preventDefault()
    node.click()
  })
  const valueOf = (node) => (node.type === "checkbox" ? (node.checked ? "1" : "") : node.value)
  const send = (node) => model.send_msg({ field: node.dataset.field, value: valueOf(node) })
  root.addEventListener("change", (event) => {
    if (event.target.dataset.field && event.target.type !== "search") send(event.target)
  })
  // A slider and its box say one number, and so does what stands elsewhere on the page
  // and follows the same finger (the mark of a curve).
  const follow = (field, value, from) => {
    for (const node of root.querySelectorAll(`[data-live][data-field="${field}"]`)) {
      if (node !== from) node.value = value
      node.parentNode.style.setProperty("--now", (value - node.min) / (node.max - node.min || 1))
    }
  }
  const heard = ({ detail }) => {
    if (!root.isConnected) document.removeEventListener("fupin-live", heard)
    else follow(detail.field, detail.value, detail.from)
  }
  document.addEventListener("fupin-live", heard)
  root.addEventListener("dblclick", (event) => {
    const field = event.target.type === "range" && event.target.dataset.live !== undefined && event.target.dataset.field
    if (field) model.send_msg({ go: `restore=${field.slice(field.indexOf(".") + 1)}` })
  })
  root.addEventListener("input", (event) => {
    const node = event.target
    if (node.type === "range" && node.dataset.live !== undefined) {
      document.dispatchEvent(new CustomEvent("fupin-live", { detail: { field: node.dataset.field, value: node.value, from: node } }))
    }
    if (node.type === "range") fill(node)
    // The list beside a slider says where the finger is before it is lifted.
    if (node.dataset.points) root.querySelector(`select[data-field="${node.dataset.points}"]`).selectedIndex = node.value
    if (node.dataset.field && node.type === "search") {
      clearTimeout(timer)
      timer = setTimeout(() => send(node), 180)
    }
  })
  // A file goes piece by piece: the next is sent when Python asks for it.
  let sending = null
  const tell = (fraction) => {
    for (const bar of root.querySelectorAll("[data-progress]")) bar.style.width = `${(fraction * 100).toFixed(1)}%`
    for (const words of root.querySelectorAll("[data-percent]")) words.textContent = `${Math.floor(fraction * 100)} %`
  }
  const begin = (files) => {
    if (!files.length) return
    sending = { file: files[0], at: 0 }
    root.querySelector("[data-drop]")?.classList.add("busy")
    tell(0)
    model.send_msg({ upload: "begin", name: files[0].name, size: files[0].size, count: files.length })
  }
  const base64 = (blob) => new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(blob)
  })
  const next = async (size) => {
    if (!sending) return
    const { file, at } = sending
    try {
      const bytes = await base64(file.slice(at, at + size))
      if (!sending) return
      sending.at = Math.min(at + size, file.size)
      tell(sending.at / file.size)
      model.send_msg({ upload: "piece", bytes })
    } catch {
      stop("unreadable")
    }
  }
  const stop = (why) => {
    sending = null
    model.send_msg({ upload: "stop" })
    refuse(why)
  }
  const refuse = (why) => {
    root.querySelector("[data-drop]")?.classList.remove("busy")
    for (const words of root.querySelectorAll("[data-why]")) words.hidden = words.dataset.why !== why
  }
  const save = (name, bytes) => {
    const content = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))
    const link = document.createElement("a")
    link.href = URL.createObjectURL(new Blob([content]))
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
  }
  const kept = (name, value) => {
    // A browser may be told to keep nothing.
    try {
      if (value === undefined) return localStorage.getItem(name)
      if (value) localStorage.setItem(name, value)
      else localStorage.removeItem(name)
    } catch { /* Then it doesn't. */ }
    return null
  }
  model.on("msg:custom", (said) => {
    if (said.keep) return kept(`fupin.${said.keep}`, said.value)
    if (said.tell) {
      for (const node of root.querySelectorAll("[data-tell]")) node.hidden = node.dataset.tell !== said.tell
      return
    }
    if (said.show) return root.querySelector(said.show)?.scrollIntoView({ block: "start" })
    if (said.download) return save(said.download, said.bytes)
    if (said.upload === "next") next(said.piece)
    else if (said.upload === "refused") { sending = null; refuse(said.why) }
    else if (said.upload === "done") sending = null
  })
  // A card is dragged into a lane; Python says whether it may stay there.
  let dragged = null
  const lane = (event) => (dragged ? event.target.closest?.("[data-lane]") : null)
  const clear = () => root.querySelectorAll(".lane-over, .dragged").forEach((node) => node.classList.remove("lane-over", "dragged"))
  root.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-drag]")
    if (!dragged) return
    event.dataTransfer.effectAllowed = "move"
    event.dataTransfer.setData("text/plain", "")
    dragged.classList.add("dragged")
  })
  root.addEventListener("dragend", () => { clear(); dragged = null })
  root.addEventListener("dragover", (event) => {
    const to = lane(event)
    if (!to) return
    event.preventDefault()
    for (const node of root.querySelectorAll(".lane-over")) if (node !== to) node.classList.remove("lane-over")
    to.classList.add("lane-over")
  })
  root.addEventListener("drop", (event) => {
    const to = lane(event)
    if (!to) return
    event.preventDefault()
    const [card, from] = [dragged.dataset.drag, dragged.closest("[data-lane]")]
    clear()
    dragged = null
    if (from !== to) model.send_msg({ field: `move:${card}`, value: to.dataset.lane })
  })
  root.addEventListener("dragover", (event) => {
    const zone = event.target.closest?.("[data-drop]")
    if (!zone) return
    event.preventDefault()
    zone.classList.add("over")
  })
  root.addEventListener("dragleave", (event) => event.target.closest?.("[data-drop]")?.classList.remove("over"))
  root.addEventListener("drop", (event) => {
    const zone = event.target.closest?.("[data-drop]")
    if (!zone) return
    event.preventDefault()
    zone.classList.remove("over")
    begin(event.dataTransfer.files)
  })
  root.addEventListener("change", (event) => {
    if (event.target.type === "file") begin(event.target.files)
  })
  if (model.recalls) {
    const value = kept(`fupin.${model.recalls}`)
    if (value) model.send_msg({ field: model.recalls, value })
  }
  model.on("dark", paint)
  model.on("html", draw)
  draw()
  return root
}
