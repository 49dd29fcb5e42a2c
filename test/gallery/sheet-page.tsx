import { useState } from 'react'
import { Button } from '../../src-renderer/components/button.tsx'
import { Field } from '../../src-renderer/components/field.tsx'
import { Sheet } from '../../src-renderer/components/sheet.tsx'
import { VerdictBanner } from '../../src-renderer/components/verdict-banner.tsx'
import { Frame } from './frame.tsx'

export function SheetPage() {
  const [isOpen, setOpen] = useState(true)
  const [reference, setReference] = useState('debian:9')
  return (
    <Frame>
      <div className="gallery-row">
        <Button onPress={() => setOpen(true)}>Open the sheet</Button>
      </div>
      <Sheet
        title="Pull an image"
        subtitle="What is pulled is checked before it enters the library."
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        footer={
          <>
            <Button variant="ghost" className="first" onPress={() => setOpen(false)}>
              Cancel
            </Button>
            <Button variant="primary" icon="pull">
              Pull
            </Button>
          </>
        }
      >
        <Field label="Reference" value={reference} onChange={setReference} isCode autoFocus />
        <div style={{ height: 12 }} />
        <VerdictBanner form="line" verdict="unknown" sentence="Nobody has decided about this signer yet." />
      </Sheet>
    </Frame>
  )
}
