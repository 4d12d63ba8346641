// Shows markup and tells Python what was touched. Plain browser features only.
export function render({ model, el }) {
  const root = document.createElement("div")
  const paint = () => { root.className = model.dark ? "root dark" : "root" }
  paint()
  let timer = null

  const keyOf = (node) =>
    node && (node.dataset?.field ? `[data-field="${node.dataset.field}"]`
      : node.dataset?.go ? `[data-go="${CSS.escape(node.dataset.go)}"]` : null)

  const draw = () => {
    const scope = root.getRootNode()
    const active = scope.activeElement
    const key = active && root.contains(active) ? keyOf(active) : null
    const caret = active && "selectionStart" in active ? active.selectionStart : null
    root.innerHTML = model.html
    for (const node of root.querySelectorAll("[data-go]")) {
      if (!node.hasAttribute("tabindex")) node.setAttribute("tabindex", "0")
      if (node.tagName !== "BUTTON" && !node.hasAttribute("role")) node.setAttribute("role", "button")
    }
    if (key) {
      const again = root.querySelector(key)
      if (again) {
        again.focus({ preventScroll: true })
        if (caret !== null && again.setSelectionRange && again.type !== "range") again.setSelectionRange(caret, caret)
      }
    }
    const opened = root.querySelector(".dialog button")
    if (opened && !root.contains(scope.activeElement)) opened.focus({ preventScroll: true })
  }

  const touched = (event) => event.composedPath().find((node) => node.dataset && node.dataset.go !== undefined)
  root.addEventListener("click", (event) => {
    const node = touched(event)
    if (!node) return
    event.preventDefault()
    if (node.dataset.go === "copy") {
      navigator.clipboard?.writeText(location.href)
      node.textContent = node.dataset.done
      return
    }
    if (node.dataset.go === "print") return window.print()
    model.send_msg({ go: node.dataset.go })
  })
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && root.querySelector(".dialog")) model.send_msg({ go: "list=" })
    const node = touched(event)
    if (!node || node.tagName === "BUTTON" || (event.key !== "Enter" && event.key !== " ")) return
    event.preventDefault()
    node.click()
  })
  const send = (node) => model.send_msg({ field: node.dataset.field, value: node.value })
  root.addEventListener("change", (event) => {
    if (event.target.dataset.field && event.target.type !== "search") send(event.target)
  })
  root.addEventListener("input", (event) => {
    const node = event.target
    if (node.dataset.field && node.type === "search") {
      clearTimeout(timer)
      timer = setTimeout(() => send(node), 180)
    }
  })
  model.on("dark", paint)
  model.on("html", draw)
  draw()
  return root
}
