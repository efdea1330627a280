// Shows sign-ins as they are recorded (server-sent events, HTML section 9.2). Without this script the page reloads.
const MOST_ROWS = 200;
const AGAIN_MS = 10_000;
const followed = document.querySelector('[data-follow]');
if (followed !== null) follow(followed);

function follow({ dataset }) {
  const rows = document.querySelector('tbody');
  const source = new EventSource(dataset.follow);
  source.addEventListener('message', ({ data }) => {
    const { id, row } = JSON.parse(data);
    // After a reconnect some come again.
    if (document.getElementById(id) !== null) return;
    rows.insertAdjacentHTML('afterbegin', row);
    while (rows.rows.length > MOST_ROWS) rows.deleteRow(-1);
  });
  // The reloaded page says why.
  source.addEventListener('ended', () => {
    source.close();
    location.reload();
  });
  // The browser reconnects by itself, unless it was refused.
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), AGAIN_MS);
  });
}
