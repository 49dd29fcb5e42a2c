/** What came of a build that is not running, above its steps: the reason, the command that failed, the way on. */
import type { BuildDetail } from '../../../../src-shared/contract/build.ts'
import { assertNever } from '../../../../src-shared/model/result.ts'
import { buildStateText, buildRunText as text } from '../../../../src-shared/text/build-run.ts'
import { formatSize, shortDigest } from '../../../../src-shared/text/format.ts'
import { Button, LinkButton } from '../../../components/button.tsx'
import { Icon } from '../../../components/icon.tsx'
import { resultAddress } from '../result-address.ts'
import { failedTitle } from './steps.ts'

export interface RunDeeds {
  /** Opens the definition, with its arguments, to be changed. */
  readonly onChange: () => void
  /** Starts the same again. */
  readonly onAgain: () => void
  /** Comes back to a build that goes on at a remote builder. */
  readonly onAttach: () => void
  readonly onShowLine: (line: number) => void
  /** One of them is being done. */
  readonly isBusy: boolean
}

function Failed({ build, deeds }: { readonly build: BuildDetail; readonly deeds: RunDeeds }) {
  const { error, failedCommand } = build
  return (
    <section className="run-outcome failed" role="alert">
      <Icon name="stop" />
      <div className="stack">
        <h2>{failedTitle(build)}</h2>
        {error !== null && <p>{error.message}</p>}
        {error?.hint !== undefined && <p className="quiet">{error.hint}</p>}
      </div>
      <div className="run-outcome-actions">
        <Button isPending={deeds.isBusy} onPress={deeds.onAgain}>
          {text.again}
        </Button>
        {build.text !== '' && (
          <Button variant="primary" isDisabled={deeds.isBusy} onPress={deeds.onChange}>
            {text.changeDefinition}
          </Button>
        )}
      </div>
      {failedCommand !== null && (
        <div className="failed-command">
          <div className="stack grow">
            <span className="small">{text.failedCommand}</span>
            <code>{failedCommand.text}</code>
          </div>
          <Button size="small" onPress={() => deeds.onShowLine(failedCommand.line)}>
            {text.showInLog}
          </Button>
        </div>
      )}
    </section>
  )
}

/** What was built; the image itself stands below. */
function Done({ build }: { readonly build: BuildDetail }) {
  const { result } = build
  const made = resultAddress(build)
  if (result === null) return null
  const facts = [
    formatSize(result.sizeBytes),
    result.architecture,
    ...(result.digest === null ? [] : [shortDigest(result.digest)]),
  ]
  return (
    <section className="run-outcome" aria-label={text.doneTitle(result.path)}>
      <Icon name="check" />
      <div className="stack">
        <div className="line">
          <span className="medium cut" title={result.path}>
            {result.path}
          </span>
          <span className="quiet nowrap" {...(result.digest === null ? {} : { title: result.digest })}>
            {facts.join(' · ')}
          </span>
        </div>
        {result.warnings.length > 0 && (
          <ul className="run-warnings" aria-label={text.warnings(result.warnings.length)}>
            {result.warnings.map((warning) => (
              <li key={warning}>
                <Icon name="warning" />
                <span>{warning}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className="run-outcome-actions">
        {made !== null && (
          <LinkButton href={made.address}>{made.isHere ? text.showImage : text.showInLibrary}</LinkButton>
        )}
      </div>
    </section>
  )
}

function Ended({
  build,
  words,
  deeds,
}: {
  readonly build: BuildDetail
  readonly words: string
  readonly deeds: RunDeeds
}) {
  return (
    <section className="run-outcome" role="status">
      <Icon name="info" />
      <div className="stack">
        <h2>{buildStateText(build.state)}</h2>
        {build.error !== null && <p>{build.error.message}</p>}
        <p className="quiet">{build.error?.hint ?? words}</p>
      </div>
      <div className="run-outcome-actions">
        {build.state === 'detached' ? (
          <Button variant="primary" isPending={deeds.isBusy} onPress={deeds.onAttach}>
            {text.comeBack}
          </Button>
        ) : (
          <Button isPending={deeds.isBusy} onPress={deeds.onAgain}>
            {text.again}
          </Button>
        )}
      </div>
    </section>
  )
}

export function RunOutcome({ build, deeds }: { readonly build: BuildDetail; readonly deeds: RunDeeds }) {
  const { state } = build
  switch (state) {
    case 'running':
      return null
    case 'done':
      return <Done build={build} />
    case 'failed':
      return <Failed build={build} deeds={deeds} />
    case 'cancelled':
      return <Ended build={build} words={text.cancelledText} deeds={deeds} />
    case 'interrupted':
      return <Ended build={build} words={text.interruptedText} deeds={deeds} />
    case 'detached':
      return <Ended build={build} words={text.detachedText} deeds={deeds} />
    default:
      return assertNever(state)
  }
}
