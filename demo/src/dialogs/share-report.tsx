import { useState } from 'react'
import { Avatar } from '../people/avatar.tsx'
import { useTidemark } from '../tidemark.ts'
import { DialogForm } from '../ui/dialog-form.tsx'
import { Empty } from '../ui/empty.tsx'
import type { Report } from '../workspace/types.ts'

export function ShareReportDialog({ report, onClose }: { report: Report; onClose: () => void }) {
  const { account, person, deeds, say } = useTidemark()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const colleagues = account.people.filter(({ id }) => id !== person.id)
  const toggle = (id: string): void =>
    setChosen((before) => new Set(before.has(id) ? [...before].filter((other) => other !== id) : [...before, id]))
  return (
    <DialogForm
      title={`Share “${report.title}”`}
      submit="Share report"
      disabled={chosen.size === 0}
      onClose={onClose}
      onSubmit={() => {
        deeds.shareReport(report, [...chosen])
        onClose()
        say(chosen.size === 1 ? 'Shared with one colleague' : `Shared with ${chosen.size} colleagues`)
      }}
    >
      {colleagues.length === 0 && <Empty title="You are the first one here">Invite a colleague to share with.</Empty>}
      <fieldset className="choices">
        <legend className="visually-hidden">Colleagues</legend>
        {colleagues.map(({ id, name, role }) => (
          <label key={id} className="choice">
            <input type="checkbox" aria-label={name} checked={chosen.has(id)} onChange={() => toggle(id)} />
            <Avatar name={name} />
            <span className="choice-words">
              <span>{name}</span>
              <span className="row-note">{report.sharedWith.includes(id) ? `${role}, has it already` : role}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </DialogForm>
  )
}
