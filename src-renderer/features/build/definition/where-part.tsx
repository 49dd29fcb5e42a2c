/**
 * Where to build: every place with what it can and cannot do for this definition, the command that it would run,
 * and what would leave this computer. Choosing one starts nothing.
 */
import { Radio, RadioGroup } from 'react-aria-components'
import type { Builder, BuilderFit } from '../../../../src-shared/model/build.ts'
import { buildDefinitionText } from '../../../../src-shared/text/build-definition.ts'
import { builderLabel, builderPointText } from '../../../../src-shared/text/builders.ts'
import { CopyButton } from '../../../components/copy-button.tsx'
import { Icon } from '../../../components/icon.tsx'
import { SkeletonRows } from '../../../components/skeleton.tsx'
import { shellQuoted } from '../../images/image-actions.ts'

function titleOf(builder: Builder): string {
  switch (builder.kind) {
    case 'here':
      return buildDefinitionText.whereHere
    case 'program': {
      const { program } = builder
      return buildDefinitionText.whereProgram(
        program === null ? builderLabel(builder) : `${program.name} ${program.version}`,
      )
    }
    case 'remote':
      return buildDefinitionText.whereRemote
  }
}

function noteOf({ kind, program, remote }: Builder): string {
  switch (kind) {
    case 'here':
      return buildDefinitionText.whereHereNote
    case 'remote':
      return buildDefinitionText.whereRemoteNote(remote?.name ?? '')
    case 'program':
      switch (program?.place.kind) {
        case 'wsl':
          return buildDefinitionText.whereProgramWsl(program.place.distribution)
        case 'ssh':
          return buildDefinitionText.whereProgramElsewhere(program.place.host)
        case 'path':
        case undefined:
          return buildDefinitionText.whereProgramNote
      }
  }
}

/** What the primary button says. */
export function buildAction({ kind, program, remote }: Builder): string {
  switch (kind) {
    case 'here':
      return buildDefinitionText.buildHere
    case 'program':
      return buildDefinitionText.buildWith(program?.name ?? '')
    case 'remote':
      return buildDefinitionText.buildAt(remote?.name ?? '')
  }
}

function Points({ builder, fit }: { readonly builder: Builder; readonly fit: BuilderFit | null }) {
  if (builder.problem !== null) {
    return (
      <ul>
        <li>
          <Icon name="cross" size={13} />
          <span>{builder.problem.message}</span>
        </li>
      </ul>
    )
  }
  return (
    <ul>
      {(fit?.points ?? []).map((point) => (
        <li key={`${point.code}-${JSON.stringify(point.params)}`}>
          <Icon name={point.isGood ? 'check' : 'cross'} size={13} />
          <span>{builderPointText(point)}</span>
        </li>
      ))}
    </ul>
  )
}

export interface WherePartProps {
  /** Null while they are not known. */
  readonly builders: readonly Builder[] | null
  readonly fits: readonly BuilderFit[]
  readonly chosen: string | null
  readonly onChoose: (builderId: string) => void
}

export function WherePart({ builders, fits, chosen, onChoose }: WherePartProps) {
  const command = fits.find((fit) => fit.builderId === chosen)?.command ?? null
  const upload = fits.find((fit) => fit.builderId === chosen)?.upload ?? null
  return (
    <section className="form-part" aria-labelledby="where-to-build">
      <h2 id="where-to-build">{buildDefinitionText.where}</h2>
      {builders === null ? (
        <SkeletonRows count={3} />
      ) : (
        <RadioGroup className="where-list" aria-labelledby="where-to-build" value={chosen} onChange={onChoose}>
          {builders.map((builder) => {
            const fit = fits.find(({ builderId }) => builderId === builder.id) ?? null
            return (
              <Radio key={builder.id} value={builder.id} className="radio where" isDisabled={builder.problem !== null}>
                <span className="radio-dot" />
                <div className="stack">
                  <div className="line">
                    <span className="medium">{titleOf(builder)}</span>
                    <span className="quiet small cut">{noteOf(builder)}</span>
                  </div>
                  <Points builder={builder} fit={fit} />
                </div>
              </Radio>
            )
          })}
        </RadioGroup>
      )}
      {upload !== null && (
        <p className="quiet small where-more">{buildDefinitionText.uploadOf(upload.fileCount, upload.sizeBytes)}</p>
      )}
      {command !== null && (
        <div className="where-more">
          <div className="line">
            <span className="quiet small grow">{buildDefinitionText.command}</span>
            <CopyButton text={command.map(shellQuoted).join(' ')} label={buildDefinitionText.copyCommand} />
          </div>
          <code className="where-command">{command.map(shellQuoted).join(' ')}</code>
        </div>
      )}
    </section>
  )
}
