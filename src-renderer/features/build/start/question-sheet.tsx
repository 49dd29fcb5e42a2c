/** A few questions whose answers become a definition, which is shown while they are answered. */
import { useMemo, useState } from 'react'
import {
  type DefinitionAnswers,
  guessPackageManager,
  type PackageManager,
  packageManagers,
  splitNames,
  writeDefinition,
} from '../../../../src-shared/definition/question.ts'
import { buildStartText } from '../../../../src-shared/text/build-start.ts'
import { ActionSheet } from '../../../components/action-sheet.tsx'
import { Button } from '../../../components/button.tsx'
import { Field } from '../../../components/field.tsx'
import { ScrollPane } from '../../../components/scroll-pane.tsx'
import { Select } from '../../../components/select.tsx'
import { CodeText } from '../code-text.tsx'
import { startWith, useStart } from './new-draft.ts'

type Pair = readonly [string, string]

interface PairRowsProps {
  readonly title: string
  readonly first: string
  readonly second: string
  readonly add: string
  readonly pairs: readonly Pair[]
  readonly onChange: (pairs: readonly Pair[]) => void
  readonly isCode?: boolean
}

function PairRows({ title, first, second, add, pairs, onChange, isCode = false }: PairRowsProps) {
  const set = (place: number, pair: Pair): void => onChange(pairs.map((old, index) => (index === place ? pair : old)))
  return (
    <fieldset className="question-pairs">
      <legend className="field-label">{title}</legend>
      {pairs.map(([one, other], place) => (
        // Rows are only added at the end, so their place is what they are.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div className="question-pair" key={place}>
          <Field
            label={buildStartText.questionNth(first, place + 1)}
            hidesLabel
            placeholder={first}
            value={one}
            isCode={isCode}
            onChange={(value) => set(place, [value, other])}
          />
          <Field
            label={buildStartText.questionNth(second, place + 1)}
            hidesLabel
            placeholder={second}
            value={other}
            isCode={isCode}
            onChange={(value) => set(place, [one, value])}
          />
        </div>
      ))}
      <Button size="small" icon="plus" onPress={() => onChange([...pairs, ['', '']])}>
        {add}
      </Button>
    </fieldset>
  )
}

/** A name for the draft: what it runs, or what it begins from. */
function draftName({ run, base }: DefinitionAnswers): string {
  const word = run.trim().split(/\s+/)[0] ?? ''
  const source = word === '' ? base : word
  const name =
    source
      .split('/')
      .at(-1)
      ?.split(/[:@]/)[0]
      ?.replace(/[^\w.-]/g, '') ?? ''
  return `${name === '' ? 'image' : name}.def`
}

export function QuestionSheet() {
  const [base, setBase] = useState('docker://debian:12-slim')
  const [packages, setPackages] = useState('')
  const [chosenManager, setManager] = useState<PackageManager | null>(null)
  const [python, setPython] = useState('')
  const [files, setFiles] = useState<readonly Pair[]>([['', '']])
  const [run, setRun] = useState('')
  const [labels, setLabels] = useState<readonly Pair[]>([['org.opencontainers.image.version', '']])
  const manager = chosenManager ?? guessPackageManager(base) ?? 'apt-get'
  const answers = useMemo(
    (): DefinitionAnswers => ({
      base: base.trim() === '' ? 'scratch' : base,
      packageManager: manager,
      packages: splitNames(packages),
      pythonPackages: splitNames(python),
      files: files.map(([source, destination]) => ({ source, destination })),
      run,
      labels: labels.filter(([, value]) => value.trim() !== ''),
    }),
    [base, manager, packages, python, files, run, labels],
  )
  const text = writeDefinition(answers)
  return (
    <ActionSheet
      title={buildStartText.questionTitle}
      subtitle={buildStartText.questionSubtitle}
      width="wide"
      action={buildStartText.questionDone}
      variant="primary"
      isReady={base.trim() !== ''}
      onClose={() => useStart.setState({ sheet: null })}
      onAction={() => void startWith({ name: draftName(answers), text })}
    >
      <div className="question-sheet">
        <div className="stack question-form">
          <Field
            label={buildStartText.questionBase}
            help={buildStartText.questionBaseHelp}
            value={base}
            onChange={setBase}
            isCode
            autoFocus
          />
          <div className="question-packages">
            <Field
              label={buildStartText.questionPackages}
              help={buildStartText.questionPackagesHelp}
              value={packages}
              onChange={setPackages}
            />
            <Select
              label={buildStartText.questionManager}
              choices={packageManagers.map((value) => ({ value, label: buildStartText.managers[value] }))}
              value={manager}
              onChange={setManager}
            />
          </div>
          <Field
            label={buildStartText.questionPython}
            help={buildStartText.questionPythonHelp}
            value={python}
            onChange={setPython}
          />
          <PairRows
            title={buildStartText.questionFiles}
            first={buildStartText.questionSource}
            second={buildStartText.questionDestination}
            add={buildStartText.questionAddFile}
            pairs={files}
            onChange={setFiles}
            isCode
          />
          <Field
            label={buildStartText.questionRun}
            help={buildStartText.questionRunHelp}
            value={run}
            onChange={setRun}
            isCode
          />
          <PairRows
            title={buildStartText.questionLabels}
            first={buildStartText.questionLabelName}
            second={buildStartText.questionLabelValue}
            add={buildStartText.questionAddLabel}
            pairs={labels}
            onChange={setLabels}
          />
        </div>
        <div className="stack question-preview">
          <h3>{buildStartText.questionPreview}</h3>
          <ScrollPane label={buildStartText.questionPreview} className="question-text">
            <CodeText text={text} />
          </ScrollPane>
        </div>
      </div>
    </ActionSheet>
  )
}
