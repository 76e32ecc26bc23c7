// One transaction: the present in a sentence, three lanes, the protocol's states, and the buttons.

import { html, useEffect, useState } from './lib/htm-preact.js';
import { number } from './format.js';
import { ActDialog, Awaited, Moment, pageOf, Problem, Silent, useLive } from './parts.js';
import { StateDiagram } from './protocols.js';
import { Timeline } from './timeline.js';

const SERVICES = ['order', 'stock', 'payment'];

const ACTIONS = {
  retry: { title: 'Retry now', explanation: 'Wakes all its records: each asks again what it waits for. No outcome changes.' },
  abort: { title: 'Abort', explanation: 'Brings the deadline forward: the order\'s shard aborts it if nothing is decided, and everything is given back.' },
  'settle?outcome=paid': { title: 'Settle as paid', explanation: 'For good: participants in doubt take what they have set aside. An order whose records are older is paid by this transaction from now on; any other is not changed.' },
  'settle?outcome=unpaid': { title: 'Settle as unpaid', explanation: 'For good: participants in doubt give back what they have set aside.' },
  'settle?outcome=closed': { title: 'Close as it is', explanation: 'For good: the outcome is known, and none asks about a forgotten part any more. One that returns with its part done gives it back all the same if the order is not paid. Correct the balances by hand first.' },
};
const SETTLEMENTS = Object.keys(ACTIONS).filter((one) => one.startsWith('settle'));

/** The record of the order's shard: it coordinates a checkout, or gives back what was cancelled. */
const orderSide = (answer) => answer.records.find((one) => one.role === 'coordinator' || (one.role === 'refund' && one.shard.startsWith('order/')));

function sentence(answer) {
  const coordinator = orderSide(answer);
  if (coordinator) return coordinator.summary;
  const over = answer.ended[0];
  if (over) {
    return over.state === 'paid' ? 'It is over: the order is paid.'
      : `It is over: aborted${over.refusal ? ` (${over.refusal})` : ''}, and everything was given back.${over.refusal_detail ? ` ${over.refusal_detail}` : ''}`;
  }
  if (answer.quarantined[0]) return `A participant stays in doubt: ${answer.quarantined[0].reason}`;
  return answer.records[0] ? `Its order's shard did not tell of it. ${answer.records[0].summary}` : 'Nothing is open any more.';
}

function Card({ record }) {
  return html`
    <div class=${`card ${record.role}`}>
      <h3>${record.shard} <span class="where">on ${record.node}</span></h3>
      <p><strong>${record.state}</strong> (${record.role})</p>
      <p>${number(record.attempts)} ${record.attempts === 1 ? 'try' : 'tries'}, next <${Moment} at=${record.next_wake} /></p>
      ${record.waits_for.length > 0 && html`<p>waits for <${Awaited} shards=${record.waits_for} /></p>`}
    </div>`;
}

/** Participants that the order's shard waits for, and that have told of nothing themselves. */
function missing(answer, service) {
  const coordinator = orderSide(answer);
  const told = new Set(answer.records.map((one) => one.shard));
  return (coordinator?.waits_for || []).filter((one) => one.shard.startsWith(`${service}/`) && !told.has(one.shard));
}

function Lanes({ answer }) {
  return html`
    <div class="lanes">
      ${SERVICES.map((service) => html`
        <section key=${service} aria-label=${service}>
          <h2>${service}</h2>
          ${answer.records.filter((one) => one.shard.startsWith(`${service}/`)).map((one) => html`<${Card} key=${one.shard} record=${one} />`)}
          ${missing(answer, service).map((one) => html`
            <div class="card missing" key=${one.shard}><h3>${one.shard} <span class="where">on ${one.nodes.join(' or ')}</span></h3>
              <p>${one.reachable ? 'has no open record' : 'cannot be reached'}</p></div>`)}
          ${service === 'order' && answer.ended.map((one) => html`
            <div class="card" key="ended"><h3>over <span class="where">on ${one.node}</span></h3>
              <p><strong>${one.state}</strong> <${Moment} at=${one.ended} /></p></div>`)}
        </section>`)}
    </div>`;
}

function Facts({ about }) {
  return html`
    <dl class="facts">
      <dt>Order</dt><dd><a href=${pageOf('orders', about.order_id)}>${about.order_id}</a></dd>
      ${about.user_id && html`<dt>User</dt><dd><a href=${pageOf('users', about.user_id)}>${about.user_id}</a>, ${about.role === 'refund' ? 'gets back' : 'charged'} ${number(about.charge)}</dd>`}
      <dt>Items</dt><dd>${(about.items || []).map(([item, count], i) => html`${i ? ', ' : ''}<a href=${pageOf('items', item)}>${item}</a> × ${number(count)}`)}</dd>
      <dt>Protocol</dt><dd>${about.protocol || 'not told'}</dd>
      <dt>Began</dt><dd><${Moment} at=${about.began} /></dd>
      <dt>Deadline</dt><dd><${Moment} at=${about.deadline} /></dd>
      ${about.last_refusal && html`<dt>Refusal</dt><dd>${about.last_refusal}${about.last_refusal_detail ? `: ${about.last_refusal_detail}` : ''}</dd>`}
      ${about.clients_waiting !== undefined && html`<dt>Clients</dt><dd>${number(about.clients_waiting)} waiting</dd>`}
    </dl>`;
}

export function TransactionPage({ id, onState }) {
  const { data, problem } = useLive(`transactions/${encodeURIComponent(id)}`, onState);
  const [acting, setActing] = useState(null);
  useEffect(() => { document.title = `Transaction ${id} – Tercet`; }, [id]);
  if (!data) return html`<h1>Transaction ${id}</h1><${Problem} problem=${problem} />`;
  const coordinator = orderSide(data);
  const about = coordinator || data.ended[0] || data.records[0];
  const protocol = about?.protocol;
  const open = data.records.length > 0 && !problem;
  const refund = data.records.some((one) => one.role === 'refund');
  const cannot = !open ? 'it is over' : refund ? 'the order is cancelled already' : coordinator?.cannot_abort_because;
  return html`
    <h1>Transaction ${id}</h1>
    <p class="sentence" role="status">${problem ? problem.detail : sentence(data)}</p>
    <${Silent} nodes=${data.silent_nodes} />
    <p class="buttons">
      <button class="primary" disabled=${!open} onClick=${() => setActing('retry')}>Retry now…</button>
      <button disabled=${!open || !!cannot} aria-describedby="cannot" onClick=${() => setActing('abort')}>Abort…</button>
      <span id="cannot" class="hint">${cannot ? `No abort: ${cannot}` : 'An abort gives back everything; the customer may try again.'}</span>
    </p>
    ${data.quarantined.length > 0 && html`<p class="buttons">
      ${SETTLEMENTS.map((one) => html`<button key=${one} onClick=${() => setActing(one)}>${ACTIONS[one].title}…</button>`)}
      <span class="hint">Records that would tell the outcome are gone. Bring them back if they exist; else docs/operate/quarantine.md says how to settle it.</span>
    </p>`}
    ${about && html`<${Facts} about=${about} />`}
    <${Lanes} answer=${data} />
    <${Timeline} steps=${data.steps} />
    <div class="diagrams">
      <${StateDiagram} protocol=${protocol} part="order" present=${coordinator ? [coordinator.state] : data.ended.length ? ['end'] : []} />
      <${StateDiagram} protocol=${protocol} part="participant"
        present=${[...new Set(data.records.filter((one) => one.role === 'participant').map((one) => one.state))]} />
    </div>
    <details><summary>Raw records</summary><pre>${JSON.stringify(data, null, 2)}</pre></details>
    ${acting && html`<${ActDialog} action=${acting} ids=${[id]} close=${() => setActing(null)}
      title=${ACTIONS[acting].title} explanation=${ACTIONS[acting].explanation} />`}`;
}
