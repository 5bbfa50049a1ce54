import { useCallback, useEffect, useState } from 'react'

const SHOWN_MS = 3500

export function useToast(): readonly [string, (words: string) => void] {
  const [said, setSaid] = useState({ words: '' })
  useEffect(() => {
    const timer = setTimeout(() => setSaid((now) => (now.words === '' ? now : { words: '' })), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [said])
  // An object, so that saying the same twice starts the time anew.
  return [said.words, useCallback((words: string) => setSaid({ words }), [])]
}
