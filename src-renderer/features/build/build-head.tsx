/** The head that all three steps of a build share: its name, what can be done, and where on the way it is. */
import './build.css'
import type { ReactNode } from 'react'
import {
  type BuildStepName,
  buildSteps,
  buildStepTitles,
  buildWizardText,
} from '../../../src-shared/text/build-wizard.ts'
import { addressOf } from '../../app/address.ts'
import { Icon } from '../../components/icon.tsx'
import { useMediaQuery } from '../../components/use-media-query.ts'
import { ViewHead } from '../../components/view-head.tsx'

export interface BuildHeadProps {
  /** Name of the definition, later of the image. */
  readonly title: string
  readonly step: BuildStepName
  /** Quiet words after the title. */
  readonly note?: ReactNode
  readonly actions?: ReactNode
  /** What goes back to an earlier step, where there is a way. */
  readonly onStep?: (step: BuildStepName) => void
}

export function BuildHead({ title, step, note, actions, onStep }: BuildHeadProps) {
  const hasList = useMediaQuery('(min-width: 1101px)')
  const here = buildSteps.indexOf(step)
  return (
    <>
      <ViewHead
        title={title}
        {...(note === undefined ? {} : { note })}
        {...(actions === undefined ? {} : { actions })}
        {...(hasList ? {} : { crumbs: [{ label: buildWizardText.title, href: addressOf.builds() }] })}
      />
      <ol className="build-steps" aria-label={buildWizardText.steps}>
        {buildSteps.map((name, index) => {
          const isDone = index < here
          const words = (
            <>
              <b>{isDone ? <Icon name="check" size={12} /> : index + 1}</b>
              {buildStepTitles[name]}
              {isDone && <span className="for-screen-readers">, {buildWizardText.stepDone}</span>}
            </>
          )
          return (
            <li key={name} {...(index === here ? { 'aria-current': 'step' } : {})}>
              {isDone && onStep !== undefined ? (
                <button type="button" onClick={() => onStep(name)}>
                  {words}
                </button>
              ) : (
                words
              )}
            </li>
          )
        })}
      </ol>
    </>
  )
}
