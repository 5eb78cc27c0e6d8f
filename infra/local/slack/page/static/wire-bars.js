// The waterfall: where each exchange lies in its turn. A pause of 10 s in a thread begins a new stretch.
const PAUSE = 10;

export function bars(entries) {
  const turns = new Map(), places = new Map();
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const one = entries[index];
    if (!one.turn) { places.set(one.id, { left: 0, width: Math.min(100, one.ms / 10), alone: true }); continue; }
    if (!turns.has(one.turn)) turns.set(one.turn, []);
    turns.get(one.turn).push(one);
  }
  for (const all of turns.values()) {
    all.sort((a, b) => a.at - b.at || a.id - b.id);
    let stretch = [], end = -Infinity;
    for (const one of all) {
      if (stretch.length && one.at > end + PAUSE) { spread(stretch, places); stretch = []; end = -Infinity; }
      stretch.push(one);
      end = Math.max(end, one.at + one.ms / 1000);
    }
    spread(stretch, places);
  }
  return places;
}

function spread(stretch, places) {
  const start = stretch[0].at, span = Math.max(...stretch.map((one) => one.at + one.ms / 1000 - start), 0.02);
  for (const one of stretch) {
    const left = ((one.at - start) / span) * 100;
    places.set(one.id, { left, width: Math.min((one.ms / 10) / span, 100 - left), alone: false });
  }
}

export function barInto(node, place) {
  if (!place) return;
  const bar = node.querySelector(".wire-bar i");
  bar.style.left = `min(${place.left.toFixed(2)}%, calc(100% - 3px))`;
  bar.style.width = `${place.width.toFixed(2)}%`;
  node.classList.toggle("alone", place.alone);
}
