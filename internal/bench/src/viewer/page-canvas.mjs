// What the page is measured against: the least that shows the same rows. It fetches the same answer, finds the tree,
// and draws text and bars of what is on the screen on one canvas; nothing in it can be selected, focused or read out.
const ROW = 26
const NAMES = 480

globalThis.openCanvas = async (url) => {
  const answer = await fetch(url)
  const view = await answer.json()
  const { parents } = view.rows
  const depths = new Int32Array(parents.length)
  for (let row = 0; row < parents.length; row++) {
    if (parents[row] >= 0) depths[row] = depths[parents[row]] + 1
  }

  document.body.replaceChildren()
  const scroller = document.createElement('div')
  scroller.className = 'scroller'
  const canvas = document.createElement('canvas')
  const ground = document.createElement('div')
  scroller.append(canvas, ground)
  document.body.append(scroller)
  const { clientWidth: width, clientHeight: height } = scroller
  canvas.width = width
  canvas.height = height
  ground.style.height = `${parents.length * ROW - height}px`
  const ink = canvas.getContext('2d')
  const draw = () => paint(ink, { view, depths, width, height, top: scroller.scrollTop })
  scroller.addEventListener('scroll', () => requestAnimationFrame(draw), { passive: true })
  draw()
}

function paint(ink, { view, depths, width, height, top }) {
  const { rows, strings, durationNs } = view
  ink.fillStyle = '#fff'
  ink.fillRect(0, 0, width, height)
  ink.font = '12.5px system-ui'
  ink.textBaseline = 'middle'
  const first = Math.floor(top / ROW)
  const last = Math.min(depths.length, first + Math.ceil(height / ROW) + 1)
  for (let row = first; row < last; row++) {
    const y = row * ROW - top + ROW / 2
    const x = Math.min(depths[row], 25) * 13 + 20
    ink.save()
    ink.beginPath()
    ink.rect(0, y - ROW / 2, NAMES, ROW)
    ink.clip()
    ink.fillStyle = '#191c22'
    ink.fillText(`${strings[rows.services[row]]}  ${strings[rows.names[row]]}`, x, y)
    ink.restore()
    const left = NAMES + (rows.starts[row] / durationNs) * (width - NAMES)
    ink.fillStyle = rows.flags[row] === 1 ? '#c3302b' : '#3a78c5'
    ink.fillRect(left, y - 6, Math.max(2, (rows.durations[row] / durationNs) * (width - NAMES)), 12)
    ink.fillText(`${(rows.durations[row] / 1e6).toFixed(2)} ms`, left + 4, y)
  }
}
