import { useRef, useState } from 'react'
import { Avatar } from '../people/avatar.tsx'
import { useNames, useTidemark } from '../tidemark.ts'
import { ago } from '../ui/time.ts'
import type { Report } from '../workspace/types.ts'

export function Comments({ report }: { report: Report }) {
  const { deeds, person } = useTidemark()
  const { nameOf } = useNames()
  const [text, setText] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  return (
    <section className="comments" aria-label="Comments">
      <h2>Comments</h2>
      {report.comments.length === 0 && <p className="row-note">Nobody has said anything yet.</p>}
      <ol className="comment-list">
        {report.comments.map((comment) => (
          <li key={comment.id} className="comment">
            <Avatar name={nameOf(comment.author)} />
            <div>
              <p className="comment-head">
                <strong>{nameOf(comment.author)}</strong> <span>{ago(comment.at)}</span>
              </p>
              <p>{comment.text}</p>
            </div>
          </li>
        ))}
      </ol>
      <form
        className="comment-form"
        onSubmit={(event) => {
          event.preventDefault()
          deeds.addComment(report, text.trim())
          setText('')
          // The button is off again with nothing to send: the focus would be lost with it.
          field.current?.focus()
        }}
      >
        <Avatar name={person.name} />
        <textarea
          ref={field}
          aria-label="Comment"
          placeholder="What do you make of it?"
          rows={2}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" className="button" disabled={text.trim() === ''}>
          Add comment
        </button>
      </form>
    </section>
  )
}
