/** Opens the line between the tabs of an origin, by the name of it; returns what speaks to the others. */
export function openChannel<Message>(name: string, onMessage: (message: Message) => void): (message: Message) => void {
  // Missing in Safari before 15.4: there each tab is on its own.
  const channel = globalThis.BroadcastChannel && new BroadcastChannel(name)
  channel?.addEventListener('message', ({ data }) => onMessage(data as Message))
  return (message) => channel?.postMessage(message)
}
