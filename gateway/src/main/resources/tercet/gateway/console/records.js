// An order, a user or an item: the record, its balance, and the transactions that touch it.

import { html, useEffect } from './lib/htm-preact.js';
import { number } from './format.js';
import { Age, Moment, pageOf, Problem, Silent, useAnswers, useLive } from './parts.js';

const WORDS = {
  orders: { one: 'Order', filter: 'order' },
  users: { one: 'User', filter: 'user', free: 'credit' },
  items: { one: 'Item', filter: 'item', free: 'stock' },
};

/** The amount that a part of a transaction takes from this record. */
function amountOf(part, kind, id) {
  if (kind === 'users') return part.charge || 0;
  return (part.items || []).filter(([item]) => item === id).reduce((sum, [, count]) => sum + count, 0);
}

/** A balance as a bar: free, and held by each open participant. */
function Balance({ free, holds, unit }) {
  const held = holds.reduce((sum, one) => sum + one.amount, 0);
  const all = Math.max(1, free + held);
  const width = (amount) => `${(100 * amount) / all}%`;
  let from = free;
  return html`
    <figure>
      <figcaption>${number(free)} ${unit} free, ${number(held)} set aside by ${holds.length} open transactions</figcaption>
      <svg class="balance" width="100%" height="28" role="img" aria-label=${`${free} free, ${held} set aside`}>
        <rect class="free" x="0" y="0" height="28" width=${width(free)} />
        ${holds.map((one) => {
          const x = from;
          from += one.amount;
          return html`<rect class="held" x=${width(x)} y="0" height="28" width=${width(one.amount)}><title>${one.transaction_id}: ${one.amount}</title></rect>`;
        })}
      </svg>
    </figure>`;
}

/** How far an order is: when, by which transaction, and why not. */
function Progress({ of }) {
  const at = of.cancelled_at || of.refused_at || of.paid_at || of.since;
  const waits = of.waiting_for || [];
  return html`<span class=${of.status === 'paid' ? 'good' : of.status === 'refused' ? 'bad' : ''}>${of.status.replace('_', ' ')}</span>${of.detail && `: ${of.detail}`}
    ${at && html` <${Moment} at=${at} />`}
    ${of.transaction_id && html` by <a href=${pageOf('transactions', of.transaction_id)}>${of.transaction_id}</a>`}
    ${of.refund_id && html`, given back by <a href=${pageOf('transactions', of.refund_id)}>${of.refund_id}</a>`}
    ${waits.length > 0 && `; waits for ${waits.join(', ')}`}
    ${of.returned?.length > 0 && html`; given back: ${of.returned.map(([item, count], i) => html`${i ? ', ' : ''}<a href=${pageOf('items', item)}>${item}</a> × ${number(count)}`)}`}`;
}

function Fields({ kind, record }) {
  if (kind === 'orders') {
    return html`<dl class="facts">
      <dt>Status</dt><dd>${record.progress ? html`<${Progress} of=${record.progress} />` : record.paid ? 'paid' : 'not paid'}</dd>
      ${record.reserved_until && html`<dt>Reserved until</dt><dd><${Moment} at=${record.reserved_until} /></dd>`}
      <dt>Cost</dt><dd>${number(record.total_cost)}</dd>
      <dt>User</dt><dd><a href=${pageOf('users', record.user_id)}>${record.user_id}</a></dd>
      <dt>Items</dt><dd>${record.items.length === 0 ? 'none' : record.items.map(([item, count], i) => html`${i ? ', ' : ''}<a href=${pageOf('items', item)}>${item}</a> × ${number(count)}`)}</dd>
      <dt>Shard</dt><dd>${record.shard}</dd>
    </dl>`;
  }
  return html`<dl class="facts">
    ${kind === 'items' && html`<dt>Price</dt><dd>${number(record.price)}</dd>
      <dt>Held for reserved orders</dt><dd>${number(record.held || 0)}</dd>`}
    <dt>Shard</dt><dd>${record.shard}</dd>
  </dl>`;
}

export function RecordPage({ kind, id, onState }) {
  const words = WORDS[kind];
  const query = `${words.filter}=${encodeURIComponent(id)}`;
  const open = useLive(`transactions?${query}&role=all`, onState);
  const [record, ended] = useAnswers([`${kind}/${encodeURIComponent(id)}`, `transactions/ended?${query}`]);
  useEffect(() => { document.title = `${words.one} ${id} – Tercet`; }, [id]);
  const parts = open.data?.transactions || [];
  const holds = parts
    .filter((one) => one.role === 'participant' && (kind === 'users' ? one.user_id === id : true))
    .map((one) => ({ ...one, amount: amountOf(one, kind, id) })).filter((one) => one.amount > 0);
  const movements = ended.data?.transactions || [];
  return html`
    <h1>${words.one} ${id}</h1>
    <${Problem} problem=${record.problem || open.problem} />
    ${record.data && html`<${Fields} kind=${kind} record=${record.data} />`}
    ${record.data && words.free && html`<${Balance} free=${record.data[words.free]} holds=${holds} unit=${kind === 'items' ? 'pieces' : 'of credit'} />`}
    <${Silent} nodes=${open.data?.silent_nodes} />
    <div class="wide"><table>
      <caption>Open records that touch it</caption>
      <thead><tr><th class="n">Age</th><th>Transaction</th><th>Record</th><th>State</th><th class="n">Amount</th></tr></thead>
      <tbody>${parts.length === 0 ? html`<tr><td colspan="5">none</td></tr>` : parts.map((one) => html`<tr key=${one.transaction_id + one.shard}>
        <td class="n"><${Age} millis=${one.age_ms} since=${one.began} /></td>
        <td><a href=${pageOf('transactions', one.transaction_id)}>${one.transaction_id}</a></td>
        <td>${one.role} ${one.shard}</td><td>${one.state}</td>
        <td class="n">${kind === 'orders' ? '–' : number(amountOf(one, kind, id))}</td></tr>`)}</tbody>
    </table></div>
    <div class="wide"><table>
      <caption>Ended within the last hour, as far as nodes remember</caption>
      <thead><tr><th>Ended</th><th>Transaction</th><th>Outcome</th><th>Order</th><th class="n">Movement</th></tr></thead>
      <tbody>${movements.length === 0 ? html`<tr><td colspan="5">none</td></tr>` : movements.map((one) => html`<tr key=${one.transaction_id}>
        <td><${Moment} at=${one.ended} /></td>
        <td><a href=${pageOf('transactions', one.transaction_id)}>${one.transaction_id}</a></td>
        <td class=${one.state === 'paid' ? 'good' : 'bad'}>${one.state}${one.refusal ? ` (${one.refusal})` : ''}</td>
        <td><a href=${pageOf('orders', one.order_id)}>${one.order_id}</a></td>
        <td class="n">${kind === 'orders' ? number(one.charge) : one.state === 'paid' ? `−${number(amountOf(one, kind, id))}` : '0'}</td></tr>`)}</tbody>
    </table></div>`;
}
