// The life of a transaction: time downwards, one lane for each service, a box for each step, an arrow
// for each message. An arrow is dashed if it was sent again, or if no node tells of its arrival.

import { html, useEffect, useRef, useState } from './lib/htm-preact.js';

const LANES = ['order', 'stock', 'payment'];
const ROW = 58;
const TOP = 34;
const TIME = 62;

const serviceOf = (shard) => shard.split('/')[0];

/** Pairs each sent message with the step that took it. */
export function arrows(steps) {
  const taken = new Set();
  const found = [];
  steps.forEach((step, from) => {
    for (const sent of step.sent || []) {
      const to = steps.findIndex((other, i) => i !== from && !taken.has(i)
        && other.input === sent.message && other.shard === sent.to
        && Date.parse(other.at) >= Date.parse(step.at) - 1_000 && i > from - 3);
      if (to >= 0) taken.add(to);
      found.push({ from, to, message: sent.message, shard: sent.to, again: step.input === 'time' });
    }
  });
  return found;
}

function Arrow({ arrow, x, y, width }) {
  const lost = arrow.to < 0;
  const startX = x(arrow.from);
  const endX = lost ? width(arrow.shard) : x(arrow.to);
  const startY = y(arrow.from) + 18;
  const endY = lost ? startY + 14 : y(arrow.to) - 18;
  const kind = lost ? 'arrow lost' : arrow.again ? 'arrow again' : 'arrow';
  return html`
    <path class=${kind} marker-end="url(#tip)" d=${`M${startX} ${startY} L${endX} ${endY}`}>
      <title>${arrow.message} to ${arrow.shard}${lost ? ': no node tells of its arrival' : arrow.again ? ', sent again' : ''}</title>
    </path>
    ${lost && html`<text class="cross" x=${endX} y=${endY + 4} text-anchor="middle">✕</text>`}`;
}

export function Timeline({ steps }) {
  const box = useRef(null);
  const [width, setWidth] = useState(700);
  useEffect(() => {
    if (!box.current) return undefined;
    const resize = new ResizeObserver(() => setWidth(Math.max(300, box.current.clientWidth)));
    resize.observe(box.current);
    return () => resize.disconnect();
  }, [!steps || steps.length === 0]);
  if (!steps || steps.length === 0) return html`<p class="hint">No node has kept the steps of this transaction.</p>`;
  const began = Date.parse(steps[0].at);
  const laneWidth = (width - TIME) / LANES.length;
  const center = (shard) => TIME + laneWidth * (LANES.indexOf(serviceOf(shard)) + 0.5);
  const x = (i) => center(steps[i].shard);
  const y = (i) => TOP + ROW * (i + 0.5);
  const letters = Math.floor((laneWidth - 12) / 6.4);
  const cut = (text) => (text.length > letters ? `${text.slice(0, letters - 1)}…` : text);
  return html`
    <section aria-label="Life"><h2>Life</h2>
      <div ref=${box} class="timeline">
        <svg width=${width} height=${TOP + ROW * steps.length + 8} role="img"
            aria-label=${`${steps.length} steps; the table below has them as text`}>
          <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path d="M0 0 L8 4 L0 8 z" class="tip" /></marker></defs>
          ${LANES.map((name) => html`<text key=${name} class="lane" x=${center(name)} y="16" text-anchor="middle">${name}</text>
            <line class="lane" x1=${center(name)} x2=${center(name)} y1="24" y2=${TOP + ROW * steps.length} />`)}
          ${arrows(steps).map((arrow) => html`<${Arrow} arrow=${arrow} x=${x} y=${y} width=${center} />`)}
          ${steps.map((step, i) => html`<g key=${i}>
            <title>${`${step.at} on ${step.node}, committed in ${step.commit_ms} ms`}</title>
            <text class="when" x="2" y=${y(i) + 4}>+${Date.parse(step.at) - began} ms</text>
            <rect class="step" x=${x(i) - laneWidth / 2 + 4} width=${laneWidth - 8} y=${y(i) - 18} height="36" rx="4" />
            <text class="what" x=${x(i)} y=${y(i) - 3} text-anchor="middle">${cut(`${step.input}${step.state ? ` → ${step.state}` : ''}`)}</text>
            <text class="where" x=${x(i)} y=${y(i) + 11} text-anchor="middle">${cut(`${step.shard} ${step.node}`)}</text>
          </g>`)}
        </svg>
      </div>
      <details><summary>Steps as a table</summary><div class="wide"><table>
        <thead><tr><th>Time</th><th>Node</th><th>Shard</th><th>Input</th><th>State after</th><th>Sent</th><th>Answered</th><th class="n">Commit</th></tr></thead>
        <tbody>${steps.map((step, i) => html`<tr key=${i}><td><time datetime=${step.at}>${step.at}</time></td><td>${step.node}</td><td>${step.shard}</td>
          <td>${step.input}</td><td>${step.state || '–'}</td>
          <td>${(step.sent || []).map((one) => `${one.message} to ${one.to}`).join(', ') || '–'}</td>
          <td>${(step.answers || []).join(', ') || '–'}</td><td class="n">${step.commit_ms} ms</td></tr>`)}</tbody>
      </table></div></details>
    </section>`;
}
