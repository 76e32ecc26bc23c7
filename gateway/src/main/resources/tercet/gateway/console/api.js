// The administrative API of the node that this page came from. Addresses are relative to the page,
// so that it works behind a path prefix.

const TOKEN = 'tercet-token';
const SILENCE_MAX = 10_000;
const RECONNECT_MIN = 500;
const RECONNECT_MAX = 5_000;

export function token() {
  return sessionStorage.getItem(TOKEN) || '';
}

export function setToken(text) {
  sessionStorage.setItem(TOKEN, text);
  window.dispatchEvent(new Event('tercet-token'));
}

function headers() {
  return token() ? { Authorization: `Bearer ${token()}` } : {};
}

function refuse(response) {
  if (response.status === 401 || response.status === 403) {
    window.dispatchEvent(new CustomEvent('tercet-refused', { detail: response.status }));
  }
}

async function problem(response) {
  try {
    return await response.json();
  } catch {
    return { status: response.status, detail: `The node answered ${response.status}.` };
  }
}

/** Asks once; throws an object with a `detail` for a person. */
export async function get(path) {
  const response = await fetch(path, { headers: headers(), cache: 'no-store' });
  refuse(response);
  if (!response.ok) throw await problem(response);
  return response.json();
}

/** Does something about a transaction. Gives back the answer, also if it is a refusal. */
export async function act(id, action, who, why) {
  const response = await fetch(`transactions/${encodeURIComponent(id)}/${action}`, {
    method: 'POST',
    headers: {
      ...headers(),
      'Tercet-Operator': encodeURIComponent(who),
      'Tercet-Reason': encodeURIComponent(why),
    },
  });
  refuse(response);
  return { ok: response.ok, ...(response.ok ? await response.json() : await problem(response)) };
}

/**
 * Asks again and again by one stream of server-sent events. It is read by fetch, because an
 * EventSource sends no token. When the stream breaks it is opened again.
 *
 * @param listener has data(answer), problem(problem) and state('live' | 'waiting')
 * @return a function that ends it
 */
export function live(path, listener) {
  let ended = false;
  let abort = new AbortController();
  let pause = RECONNECT_MIN;
  let hidden = false;
  let resume = () => {};

  async function read(response) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (;;) {
      const silent = setTimeout(() => abort.abort(), SILENCE_MAX);
      const part = await reader.read().finally(() => clearTimeout(silent));
      if (part.done) return;
      pause = RECONNECT_MIN;
      const events = (text + part.value).split('\n\n');
      text = events.pop();
      for (const event of events) take(event);
    }
  }

  function take(event) {
    const data = event.split('\n').find((line) => line.startsWith('data: '));
    if (!data || ended) return;
    const answer = JSON.parse(data.slice('data: '.length));
    if (event.startsWith('event: problem')) listener.problem(answer);
    else listener.data(answer);
  }

  async function run() {
    while (!ended) {
      abort = new AbortController();
      let answers = false;
      try {
        const response = await fetch(`live/${path}`, {
          headers: headers(),
          cache: 'no-store',
          signal: abort.signal,
        });
        refuse(response);
        answers = response.status < 500;
        if (response.ok) {
          listener.state('live');
          await read(response);
          answers = false;
        } else {
          listener.problem(await problem(response));
        }
      } catch {
        // The node is away, or was silent for too long.
        answers = false;
      }
      if (!ended) {
        listener.state(answers ? 'live' : 'waiting');
        await new Promise((next) => {
          resume = next;
          if (!hidden) setTimeout(next, pause);
        });
        pause = Math.min(pause * 2, RECONNECT_MAX);
      }
    }
  }

  // A page that the browser keeps for its back button would keep its connection, too, and a browser
  // has only six to a node.
  const leave = () => {
    hidden = true;
    abort.abort();
  };
  const comeBack = () => {
    hidden = false;
    resume();
  };
  window.addEventListener('pagehide', leave);
  window.addEventListener('pageshow', comeBack);
  run();
  return () => {
    ended = true;
    window.removeEventListener('pagehide', leave);
    window.removeEventListener('pageshow', comeBack);
    abort.abort();
    resume();
  };
}
