// Keeps a page through a lost connection: says since when it is lost, reconnects for as long as it takes, and reloads
// only when the console answers but no longer knows the page. NiceGUI's own handlers would reload while it is away.
// What was typed into a connection that was cut already is sent again.
{
  const ATTEMPT_MS = 5000; // an attempt into a silent network ends after this time
  const LONGEST_PAUSE_MS = 3000;
  const HEALTH = "/health";
  const TYPED = ["input", "change"];

  const announce = (lostSince) => {
    window.connectionLostSince = lostSince;
    window.dispatchEvent(new CustomEvent("connection", { detail: lostSince }));
  };

  let reloads = false;
  const reload = () => {
    if (!reloads) reloadOnceAnswered();
    reloads = true;
  };
  const reloadOnceAnswered = async () => {
    const answered = await fetch(HEALTH, { cache: "no-store", signal: AbortSignal.timeout(ATTEMPT_MS) }).catch(() => null);
    if (answered?.ok) location.reload();
    else setTimeout(reloadOnceAnswered, LONGEST_PAUSE_MS);
  };

  // Keeps the last value of each field until the console acknowledges it. Clicks are not kept: the console may have acted.
  const repeatTyped = (socket) => {
    const unheard = new Map();
    const emit = socket.emit.bind(socket);
    const send = (message) => {
      const field = message.listener_id;
      unheard.set(field, message);
      return emit("event", message, () => unheard.get(field) === message && unheard.delete(field));
    };
    socket.emit = (name, message, ...rest) =>
      name === "event" && TYPED.includes(window.event?.type) ? send(message) : emit(name, message, ...rest);
    // Values wait here for the next connection, before anything that is clicked meanwhile.
    socket.on("disconnect", () => [...unheard.values()].forEach(send));
  };

  const follow = (socket) => {
    repeatTyped(socket);
    let heardAt = Date.now();
    let connectedBefore = socket.connected;
    const hear = () => (heardAt = Date.now());
    const lose = (since) => announce(window.connectionLostSince ?? since);

    socket.io.timeout(ATTEMPT_MS);
    socket.io.reconnectionDelayMax(LONGEST_PAUSE_MS);
    socket.io.on("ping", hear);
    socket.onAny(hear);
    socket.on("connect", () => {
      hear();
      connectedBefore = true;
      announce(null);
    });
    // After silence it is unknown when the connection broke: the last sign of life counts.
    socket.on("disconnect", (reason) => lose(reason === "ping timeout" ? heardAt : Date.now()));
    socket.off("connect_error");
    socket.on("connect_error", (error) => {
      lose(heardAt);
      // Only the server's refusal carries a message of ours: the client was let go, or the console restarted.
      if (error.message === "Implicit handshake failed") reload();
      // A proxy may swallow WebSockets. Once one has worked, the network is at fault.
      else if (error.message === "timeout" && !connectedBefore) socket.io.opts.transports = ["polling", "websocket"];
    });
    // The server need not wait for a page that was left; a page out of the browser's cache is built anew.
    window.addEventListener("pagehide", () => navigator.sendBeacon(`/pages/${window.clientId}/left`));
    window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  };

  document.addEventListener("DOMContentLoaded", () => window.socket && follow(window.socket));
}
