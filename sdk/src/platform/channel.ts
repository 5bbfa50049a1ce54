/** Opens the line between the tabs of an origin, by the name of it; returns what speaks to the others. */
export function openChannel<Message>(name: string, onMessage: (message: Message) => void): (message: Message) => void {
  try {
    const channel = new BroadcastChannel(name)
    channel.addEventListener('message', ({ data }) => onMessage(data as Message))
    return (message) => channel.postMessage(message)
  } catch {
    // Missing in Safari before 15.4, forbidden where storage is: there each tab is on its own.
    return () => undefined
  }
}
