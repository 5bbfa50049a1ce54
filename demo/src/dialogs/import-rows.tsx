import { useState } from 'react'
import { useTidemark } from '../tidemark.ts'
import { DialogForm, textOf } from '../ui/dialog-form.tsx'
import { grouped } from '../ui/time.ts'

const MOST = 5000

export function ImportRowsDialog({ onClose }: { onClose: () => void }) {
  const { account, deeds, say } = useTidemark()
  const [rows, setRows] = useState(400)
  return (
    <DialogForm
      title="Import rows"
      submit={`Import ${grouped(rows)} rows`}
      disabled={!(rows >= 1 && rows <= MOST)}
      onClose={onClose}
      onSubmit={(data) => {
        deeds.importRows(textOf(data, 'source'), rows)
        onClose()
        say(`${grouped(rows)} rows imported`)
      }}
    >
      <label className="field">
        <span>Into</span>
        <select name="source">
          {account.sources.map((source) => (
            <option key={source}>{source}</option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>Rows</span>
        <input
          type="number"
          min={1}
          max={MOST}
          required
          value={Number.isNaN(rows) ? '' : rows}
          onChange={(event) => setRows(event.target.valueAsNumber)}
        />
      </label>
      <input
        type="range"
        aria-label="Rows, roughly"
        min={50}
        max={MOST}
        step={50}
        value={Number.isNaN(rows) ? 50 : rows}
        onChange={(event) => setRows(event.target.valueAsNumber)}
      />
    </DialogForm>
  )
}
