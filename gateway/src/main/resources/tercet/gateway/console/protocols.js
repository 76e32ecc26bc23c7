// The states of each protocol, as drawn in docs/protocols, with the present one marked.

import { html } from './lib/htm-preact.js';

// Each state has a place in the drawing; each edge has a state, the next one, and the inputs that lead there.
const DIAGRAMS = {
  tcc: {
    order: {
      states: { start: [30, 95], Trying: [190, 95], Cancelling: [370, 40], end: [530, 95] },
      edges: [
        ['start', 'Trying', 'Checkout'],
        ['Trying', 'Cancelling', 'Declined, deadline'],
        ['Trying', 'end', 'all Held: paid'],
        ['Cancelling', 'end', 'all Cancelled'],
      ],
    },
    participant: {
      states: { start: [30, 95], Held: [210, 40], Released: [210, 150], Declined: [400, 150], Settled: [400, 40] },
      edges: [
        ['start', 'Held', 'Try'],
        ['start', 'Released', 'Release'],
        ['start', 'Declined', 'Try'],
        ['start', 'Settled', 'Cancel'],
        ['Held', 'Settled', 'Confirm, Cancel'],
        ['Held', 'Released', 'Release'],
        ['Released', 'Held', 'Try'],
        ['Released', 'Declined', 'Try'],
        ['Released', 'Settled', 'Cancel'],
      ],
    },
  },
  saga: {
    order: {
      states: { start: [30, 95], Debiting: [190, 95], Compensating: [370, 40], end: [530, 95] },
      edges: [
        ['start', 'Debiting', 'Checkout'],
        ['Debiting', 'Compensating', 'Declined, deadline'],
        ['Debiting', 'end', 'all Debited: paid'],
        ['Compensating', 'end', 'all Compensated'],
      ],
    },
    participant: {
      states: { start: [30, 95], Debited: [210, 40], Declined: [210, 150], Settled: [410, 95] },
      edges: [
        ['start', 'Debited', 'Debit'],
        ['start', 'Declined', 'Debit'],
        ['start', 'Settled', 'Compensate'],
        ['Debited', 'Settled', 'Complete, Compensate'],
      ],
    },
  },
  choreography: {
    order: {
      states: { start: [30, 95], Choreography: [250, 95], end: [470, 95] },
      edges: [
        ['start', 'Choreography', 'Checkout'],
        ['Choreography', 'end', 'all VoteYes: paid'],
      ],
    },
    participant: {
      states: { start: [30, 95], Voted: [210, 40], Declined: [210, 150], Settled: [410, 40] },
      edges: [
        ['start', 'Voted', 'Debit'],
        ['start', 'Declined', 'Debit, VoteRequest'],
        ['Voted', 'Settled', 'all VoteAck'],
        ['Voted', 'Declined', 'Declined'],
      ],
    },
  },
  '2pc': {
    order: {
      states: { start: [30, 95], Preparing: [190, 95], Committing: [370, 40], end: [530, 95] },
      edges: [
        ['start', 'Preparing', 'Checkout'],
        ['Preparing', 'Committing', 'all Prepared'],
        ['Preparing', 'end', 'Declined, deadline'],
        ['Committing', 'end', 'all Committed: paid'],
      ],
    },
    participant: {
      states: { start: [30, 95], Queued: [190, 95], Prepared: [340, 40], Declined: [340, 150], Settled: [500, 95] },
      edges: [
        ['start', 'Queued', 'Prepare'],
        ['start', 'Prepared', 'Prepare'],
        ['start', 'Declined', 'Prepare'],
        ['start', 'Settled', 'Abort'],
        ['Queued', 'Prepared', 'lock free'],
        ['Queued', 'Declined', 'too little'],
        ['Queued', 'Settled', 'Abort'],
        ['Prepared', 'Settled', 'Commit, Abort'],
      ],
    },
  },
};

/** Names that records have, where the drawing has others. */
const NAMES = { voting: 'Choreography' };
const LABELS = { start: '●', end: 'over', Choreography: 'Voting' };

const half = (name) => (name === 'start' ? 8 : 44);

/** A line from border to border; two opposite ones keep apart. */
function Edge({ from, to, label, places, both, turned }) {
  const [x1, y1] = places[from];
  const [x2, y2] = places[to];
  const shift = both ? 12 : 0;
  const upright = Math.abs(x2 - x1) < 10;
  const side = upright ? [x1 + (turned ? shift : -shift), y1 + Math.sign(y2 - y1) * 14] : [x1 + Math.sign(x2 - x1) * half(from), y1];
  const end = upright ? [x2 + (turned ? shift : -shift), y2 - Math.sign(y2 - y1) * 14] : [x2 - Math.sign(x2 - x1) * half(to), y2];
  const middle = [(side[0] + end[0]) / 2, (side[1] + end[1]) / 2 - (upright ? 0 : 4)];
  return html`
    <path class="edge" marker-end="url(#point)" d=${`M${side[0]} ${side[1]} L${end[0]} ${end[1]}`} />
    <text class="edge" x=${middle[0] + (upright ? (turned ? 4 : -4) : 0)} y=${middle[1]}
      text-anchor=${upright ? (turned ? 'start' : 'end') : 'middle'}>${label}</text>`;
}

export function StateDiagram({ protocol, part, present }) {
  const diagram = DIAGRAMS[protocol]?.[part];
  if (!diagram) return null;
  const now = present.map((name) => NAMES[name] || (name === 'end' ? name : name[0].toUpperCase() + name.slice(1)));
  const words = now.length ? now.map((name) => LABELS[name] || name).join(', ') : 'nothing open';
  return html`
    <figure class="wide">
      <figcaption>${part === 'order' ? 'The order' : 'A participant'}, ${protocol}: now ${words}</figcaption>
      <svg width="580" height="190" role="img" aria-label=${`States of ${part} in ${protocol}; now ${words}`}>
        <defs><marker id="point" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0 0 L8 4 L0 8 z" class="tip" /></marker></defs>
        ${diagram.edges.map(([from, to, label]) => html`<${Edge} from=${from} to=${to} label=${label} places=${diagram.states}
          both=${diagram.edges.some(([a, b]) => a === to && b === from)} turned=${from > to} />`)}
        ${Object.entries(diagram.states).map(([name, [x, y]]) => html`<g key=${name} class=${now.includes(name) ? 'node now' : 'node'}>
          ${name === 'start' ? html`<circle cx=${x} cy=${y} r="7" />`
            : html`<rect x=${x - 44} y=${y - 14} width="88" height="28" rx="14" />
              <text x=${x} y=${y + 4} text-anchor="middle">${now.includes(name) ? '▶ ' : ''}${LABELS[name] || name}</text>`}
        </g>`)}
      </svg>
    </figure>`;
}
