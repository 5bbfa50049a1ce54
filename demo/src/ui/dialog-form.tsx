import type { ReactNode } from 'react'
import { Dialog } from './dialog.tsx'

/** A dialog that asks for something and does it. */
export function DialogForm({
  title,
  submit,
  disabled = false,
  onSubmit,
  onClose,
  children,
}: {
  title: string
  submit: string
  disabled?: boolean
  onSubmit: (data: FormData) => void
  onClose: () => void
  children: ReactNode
}) {
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit(new FormData(event.currentTarget))
        }}
      >
        {children}
        <footer className="form-end">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button button-primary" disabled={disabled}>
            {submit}
          </button>
        </footer>
      </form>
    </Dialog>
  )
}

/** A text of the form; empty where the field is missing or a file. */
export function textOf(data: FormData, name: string): string {
  const value = data.get(name)
  return typeof value === 'string' ? value.trim() : ''
}
