import { useState } from 'react'
import { Button, IconButton } from '../../src-renderer/components/button.tsx'
import { FilterChip, ToggleChip } from '../../src-renderer/components/chip.tsx'
import { Check, RadioGroup } from '../../src-renderer/components/choice.tsx'
import { Field, SearchField } from '../../src-renderer/components/field.tsx'
import { Fingerprint } from '../../src-renderer/components/fingerprint.tsx'
import { Progress } from '../../src-renderer/components/progress.tsx'
import { RawDetail } from '../../src-renderer/components/raw-detail.tsx'
import { ReferenceBox } from '../../src-renderer/components/reference-box.tsx'
import { Segmented } from '../../src-renderer/components/segmented.tsx'
import { Select } from '../../src-renderer/components/select.tsx'
import { SplitButton } from '../../src-renderer/components/split-button.tsx'
import { acme } from './data.ts'

export function ControlsPage() {
  const [text, setText] = useState('')
  const [isChecked, setChecked] = useState(true)
  const [how, setHow] = useState<'inPerson' | 'phone' | null>('phone')
  const [theme, setTheme] = useState<'system' | 'light' | 'dark'>('system')
  const [chosen, setChosen] = useState<readonly string[]>(['amd64'])
  const [isOn, setOn] = useState(true)
  return (
    <main className="gallery-sheet">
      <h1>Controls</h1>
      <div className="gallery-row">
        <Button>Plain</Button>
        <Button variant="primary" icon="pull">
          Pull…
        </Button>
        <Button variant="ghost">Ghost</Button>
        <Button variant="danger">Remove 3 images</Button>
        <Button isDisabled>Disabled</Button>
        <Button variant="primary" isDisabled>
          Disabled
        </Button>
        <IconButton icon="refresh" label="Refresh" shortcut="F5" />
        <SplitButton
          variant="primary"
          menuLabel="More ways to pull"
          onPress={() => undefined}
          entries={[{ kind: 'action', id: 'arm', label: 'For arm64', onAction: () => undefined }]}
        >
          Pull
        </SplitButton>
        <SplitButton menuLabel="More ways to open" onPress={() => undefined} entries={[]}>
          Open
        </SplitButton>
      </div>
      <div className="gallery-row">
        <FilterChip
          label="Architecture"
          choices={[
            { value: 'amd64', label: 'amd64' },
            { value: 'arm64', label: 'arm64' },
          ]}
          chosen={chosen}
          onChange={setChosen}
        />
        <ToggleChip isOn={isOn} onChange={setOn} count={9}>
          Needs a look
        </ToggleChip>
        <Segmented
          label="Theme"
          segments={[
            { value: 'system', label: 'System' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
          value={theme}
          onChange={setTheme}
        />
        <SearchField label="Search" placeholder="Search" value={text} onChange={setText} width={220} />
      </div>
      <div className="gallery-columns">
        <div className="stack">
          <Field
            label="Name"
            value={text}
            onChange={setText}
            placeholder="Ada Example"
            help="Shown to those who get the key."
          />
          <div style={{ height: 12 }} />
          <Field
            label="Fingerprint"
            value={text}
            onChange={setText}
            isCode
            lines={3}
            problem="This is no fingerprint."
          />
          <div style={{ height: 12 }} />
          <Select
            label="Theme"
            choices={[
              { value: 'system', label: 'As the system' },
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ]}
            value={theme}
            onChange={setTheme}
          />
        </div>
        <div className="stack">
          <Check isChecked={isChecked} onChange={setChecked} note="The files stay where they are.">
            Delete the files too
          </Check>
          <Check isChecked={false} isPartial onChange={setChecked}>
            Some of them
          </Check>
          <RadioGroup
            label="How did you check it?"
            choices={[
              { value: 'inPerson', label: 'In person' },
              { value: 'phone', label: 'By phone or video', note: 'You know the voice.' },
            ]}
            value={how}
            onChange={setHow}
          />
        </div>
        <div className="stack">
          <ReferenceBox label="Pinned" reference={`library://acme/genomics/gatk:sha256.${'9f2c61d8'.repeat(8)}`} />
          <div style={{ height: 12 }} />
          <Fingerprint fingerprint={acme} form="line" />
          <Fingerprint fingerprint={acme} form="two-lines" />
          <div style={{ height: 12 }} />
          <Progress label="Pulling" fraction={0.62} />
          <div style={{ height: 12 }} />
          <Progress label="Waiting" fraction={null} />
          <div style={{ height: 12 }} />
          <RawDetail title="Signed message" text={'{"version":1}'} />
        </div>
      </div>
    </main>
  )
}
