/** A text that can be pasted or read from a file: PEM keys, certificates, revocation lists. */
import { useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import { signerCertificateText as words } from '../../../src-shared/text/signer-certificate.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'

const largestBytes = 1_000_000

export interface GivenFileProps {
  readonly label: string
  readonly text: string
  readonly onChange: (text: string) => void
  readonly placeholder?: string
  readonly autoFocus?: boolean
}

export function GivenFile({ label, text, onChange, placeholder, autoFocus = false }: GivenFileProps) {
  const [isTooLarge, setTooLarge] = useState(false)
  const read = (file: File | undefined): void => {
    if (file === undefined) return
    setTooLarge(file.size > largestBytes)
    if (file.size <= largestBytes) void file.text().then(onChange)
  }
  return (
    <div className="given-file">
      <Field
        label={label}
        value={text}
        onChange={onChange}
        lines={3}
        isCode
        problem={isTooLarge ? words.tooLarge : null}
        autoFocus={autoFocus}
        {...(placeholder === undefined ? {} : { placeholder })}
      />
      <FileTrigger onSelect={(files) => read(files?.[0])}>
        <Button icon="file">{words.chooseFile}</Button>
      </FileTrigger>
    </div>
  )
}
