/** Says in passing that something was done. Always there, so that screen readers hear it change. */
export function Toast({ words }: { words: string }) {
  return (
    <p className="toast" role="status" data-testid="toast" data-shown={words !== ''}>
      {words}
    </p>
  )
}
