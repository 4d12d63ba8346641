// Slides over the whole window. Arrows move, Home and End jump, Escape leaves.
const NEXT = new Set(["ArrowRight", "ArrowDown", "PageDown", " ", "Enter"])
const BACK = new Set(["ArrowLeft", "ArrowUp", "PageUp", "Backspace"])

export function render({ model }) {
  const root = document.createElement("div")
  const paint = () => { root.className = model.dark ? "root dark show" : "root show" }
  let at = 0, opener = null

  const slides = () => [...root.querySelectorAll(".slide")]
  const go = (to) => {
    const all = slides()
    at = Math.max(0, Math.min(to, all.length - 1))
    all.forEach((one, n) => one.classList.toggle("on", n === at))
    root.querySelector("[data-at]").textContent = `${at + 1} / ${all.length}`
  }
  const leave = () => {
    if (!model.html) return
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {})
    model.send_msg({ leave: true })
  }
  const keys = (event) => {
    if (!model.html || event.ctrlKey || event.metaKey || event.altKey) return
    if (NEXT.has(event.key)) go(at + 1)
    else if (BACK.has(event.key)) go(at - 1)
    else if (event.key === "Home") go(0)
    else if (event.key === "End") go(slides().length - 1)
    else if (event.key === "Escape") leave()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  // The browser keeps the first Escape for itself where the screen is full.
  let was = false
  const full = () => {
    if (was && !document.fullscreenElement) leave()
    was = Boolean(document.fullscreenElement)
  }
  root.addEventListener("click", (event) => {
    if (event.target.closest("[data-leave]")) return leave()
    if (event.target.closest("summary, button")) return
    go(at + (event.clientX < window.innerWidth / 3 ? -1 : 1))
  })

  const draw = () => {
    paint()
    if (!model.html) {
      root.innerHTML = ""
      window.removeEventListener("keydown", keys, true)
      document.removeEventListener("fullscreenchange", full)
      opener?.focus?.({ preventScroll: true })
      opener = null
      return
    }
    opener = document.activeElement
    root.innerHTML = `<div class="stage" tabindex="-1" role="dialog" aria-modal="true">${model.html}
      <div class="tools"><span data-at aria-live="polite"></span><button class="btn" data-leave>${model.words}</button></div></div>`
    window.addEventListener("keydown", keys, true)
    document.addEventListener("fullscreenchange", full)
    go(0)
    root.querySelector(".stage").focus({ preventScroll: true })
    root.querySelector(".stage").requestFullscreen?.().catch(() => {})
  }
  model.on("html", draw)
  model.on("dark", paint)
  model.on("remove", () => {
    window.removeEventListener("keydown", keys, true)
    document.removeEventListener("fullscreenchange", full)
  })
  draw()
  return root
}
