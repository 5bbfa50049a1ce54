import { goTo } from '../route.ts'
import { useTidemark } from '../tidemark.ts'
import { DialogForm, textOf } from '../ui/dialog-form.tsx'

export function NewReportDialog({ onClose }: { onClose: () => void }) {
  const { account, deeds, say } = useTidemark()
  return (
    <DialogForm
      title="New report"
      submit="Create report"
      onClose={onClose}
      onSubmit={(data) => {
        const title = textOf(data, 'title')
        const id = deeds.createReport({ title, source: textOf(data, 'source'), weeks: Number(textOf(data, 'weeks')) })
        onClose()
        goTo('reports', id)
        say(`“${title}” is ready`)
      }}
    >
      <label className="field">
        <span>Title</span>
        <input
          name="title"
          required
          pattern=".*\S.*"
          maxLength={80}
          placeholder="What changed since the last review?"
          autoComplete="off"
        />
      </label>
      <label className="field">
        <span>Source</span>
        <select name="source">
          {account.sources.map((source) => (
            <option key={source}>{source}</option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>Period</span>
        <select name="weeks" defaultValue="12">
          <option value="4">Last 4 weeks</option>
          <option value="12">Last 12 weeks</option>
          <option value="26">Last 26 weeks</option>
        </select>
      </label>
    </DialogForm>
  )
}
