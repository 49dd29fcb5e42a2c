/**
 * The comparison: the key's fingerprint large, and what the user was given exactly under it, group by
 * group. The machine compares; equal groups are said to prove nothing while one differs.
 */
import './trust.css'
import { type ClipboardEvent, useEffect } from 'react'
import { FileTrigger } from 'react-aria-components'
import { fingerprintGroups } from '../../../src-shared/text/format.ts'
import { keyringText } from '../../../src-shared/text/keyring.ts'
import { comparisonWords, pasteProblems, trustText } from '../../../src-shared/text/trust.ts'
import type { VerdictFamily } from '../../../src-shared/text/verdicts/table.ts'
import { Button } from '../../components/button.tsx'
import { classNames } from '../../components/class-names.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { Field } from '../../components/field.tsx'
import { copyAsPlainHex } from '../../components/fingerprint.tsx'
import { Icon } from '../../components/icon.tsx'
import { ScanButton } from '../keyring/scan-button.tsx'
import type { Compared } from './use-comparison.ts'

interface CellsProps {
  readonly fingerprint: string
  readonly compared: Compared
}

/** Digits of a given group, those that differ underlined. */
function GivenDigits({ text, differing }: { readonly text: string; readonly differing: readonly number[] }) {
  return [...text].map((digit, place) => {
    const key = `${place}${digit}`
    return differing.includes(place) ? <u key={key}>{digit}</u> : <span key={key}>{digit}</span>
  })
}

function Cells({ fingerprint, compared }: CellsProps) {
  const { groups, outcome } = compared.comparison
  const isOpen = outcome === 'nothing'
  const perLine = groups.length > 10 ? 8 : groups.length
  const half = Math.ceil(perLine / 2)
  const lines = Array.from({ length: Math.ceil(groups.length / perLine) }, (_, line) =>
    groups.slice(line * perLine, (line + 1) * perLine).map((group, index) => ({
      group,
      key: line * perLine + index,
      isMiddle: index === half,
    })),
  )
  return (
    <div className="compare-cells" role="img" aria-label={compared.spoken}>
      {lines.map((line) => (
        <div key={line[0]?.key} className="compare-line" onCopy={copyAsPlainHex}>
          {line.map(({ group, key, isMiddle }) => (
            <div key={key} className={classNames('compare-column', isMiddle && 'middle')}>
              <span className="compare-cell">{group.expected}</span>
              <span className={classNames('compare-mark', group.state === 'differs' && 'differs')}>
                {group.state === 'same' && !isOpen && <Icon name="check" size={14} />}
                {group.state === 'differs' && trustText.differs}
              </span>
              <span className={classNames('compare-cell given', group.state === 'differs' && 'differs')}>
                <GivenDigits text={group.given} differing={group.differing} />
              </span>
            </div>
          ))}
        </div>
      ))}
      <span className="for-screen-readers">{fingerprintGroups(fingerprint).join(' ')}</span>
    </div>
  )
}

function Outcome({ compared }: { readonly compared: Compared }) {
  const { paste, comparison, keyProblem } = compared
  if (keyProblem !== null) return <Line family="caution" icon="warning" {...pasteProblems[keyProblem]} />
  if (paste.kind === 'several' || paste.kind === 'unreadable' || paste.kind === 'privateKey') {
    return (
      <Line family={paste.kind === 'privateKey' ? 'bad' : 'caution'} icon="warning" {...pasteProblems[paste.kind]} />
    )
  }
  const words = comparisonWords(comparison)
  switch (comparison.outcome) {
    case 'nothing':
      return (
        <p className="compare-hint quiet">
          <Icon name="info" />
          {words.text}
        </p>
      )
    case 'incomplete':
      return <Line family="neutral" icon="clock" {...words} />
    case 'same':
      return <Line family="neutral" icon="check" {...words} />
    case 'differs':
      return <Line family="bad" icon="verdict-rejected" {...words} />
  }
}

interface LineProps {
  /** Equal digits are no verdict: green is for what the user decided. */
  readonly family: Extract<VerdictFamily, 'caution' | 'bad' | 'neutral'>
  readonly icon: 'check' | 'clock' | 'warning' | 'verdict-rejected'
  readonly word: string
  readonly text: string
}

function Line({ family, icon, word, text }: LineProps) {
  return (
    <div className="banner one-line" data-family={family}>
      <Icon name={icon} />
      <p>
        <strong className="word">{word}</strong> {text}
      </p>
    </div>
  )
}

export interface ComparePanelProps {
  readonly fingerprint: string
  readonly compared: Compared
  readonly text: string
  readonly onText: (text: string) => void
  readonly isReadAloud: boolean
  readonly onReadAloud: (isOn: boolean) => void
}

/** A fingerprint that is pasted anywhere on the page is compared: nobody has to find the field first. */
function usePageWidePaste(onText: (text: string) => void): void {
  useEffect(() => {
    const paste = (event: globalThis.ClipboardEvent): void => {
      const isField = event.target instanceof HTMLElement && event.target.matches('input, textarea')
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (isField || text.trim() === '') return
      event.preventDefault()
      onText(text)
    }
    window.addEventListener('paste', paste)
    return () => window.removeEventListener('paste', paste)
  }, [onText])
}

export function ComparePanel(props: ComparePanelProps) {
  const { fingerprint, compared, text, onText, isReadAloud, onReadAloud } = props
  usePageWidePaste(onText)
  const readFile = (files: FileList | null): void => {
    const file = files?.[0]
    if (file === undefined || file.size > 1_048_576) return
    void file.text().then(onText)
  }
  // A field of one line would drop the line ends, without which a key block cannot be read.
  const takeWholePaste = (event: ClipboardEvent<HTMLElement>): void => {
    const pasted = event.clipboardData.getData('text/plain')
    if (!pasted.includes('-----BEGIN PGP')) return
    event.preventDefault()
    onText(pasted)
  }
  return (
    <section className="compare-panel" aria-label={keyringText.keyThatSigned}>
      <div className="line">
        <h2>{keyringText.keyThatSigned}</h2>
        <span className="grow" />
        <CopyButton text={fingerprint} label={keyringText.copy} hasWord />
        <Button variant="ghost" isExpanded={isReadAloud} onPress={() => onReadAloud(!isReadAloud)}>
          {keyringText.readAloud}
        </Button>
      </div>
      <Cells fingerprint={fingerprint} compared={compared} />
      <div className="compare-field" onPaste={takeWholePaste}>
        <Field
          label={trustText.given}
          value={text}
          onChange={onText}
          placeholder={trustText.givenPlaceholder}
          isCode
          icon="compare"
        />
        <FileTrigger onSelect={readFile}>
          <Button size="big">{trustText.openFile}</Button>
        </FileTrigger>
        <ScanButton onText={onText} />
      </div>
      <div role="status" className="compare-outcome">
        <Outcome compared={compared} />
      </div>
    </section>
  )
}
