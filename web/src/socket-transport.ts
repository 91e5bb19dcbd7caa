import { EngineError, type Connect } from "./engine.ts";

/** Connects an Engine to the server's WebSocket; requests wait until it is open. */
export function socketTransport(path: string): Connect {
  return (events) => {
    const url = new URL(path, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    let waiting: Uint8Array[] | null = [];
    socket.onopen = () => {
      waiting?.forEach((bytes) => post(bytes));
      waiting = null;
    };
    socket.onmessage = (event: MessageEvent<string>) => events.message(new TextEncoder().encode(event.data));
    socket.onclose = () => events.failed(new EngineError(waiting ? "load" : "crash"));
    // The server takes text: JSON is all that comes.
    const post = (bytes: Uint8Array) => socket.send(new TextDecoder().decode(bytes));
    return {
      send: (bytes) => (waiting ? void waiting.push(bytes) : post(bytes)),
      close: () => {
        socket.onclose = null;
        socket.close();
      },
    };
  };
}
