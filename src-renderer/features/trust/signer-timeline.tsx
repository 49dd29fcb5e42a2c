/** When images of two signers came: two lanes over the same months. A picture; its words are its label. */
import './signer-changed.css'
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import { keyStanding } from '../../../src-shared/model/key-standing.ts'
import type { SignerSide } from '../../../src-shared/model/signer-memory.ts'
import { policiesView } from '../../../src-shared/text/policies-view.ts'
import { verdictLooks } from '../../components/verdict-look.ts'
import { monthMarks, spanOf } from './timeline-scale.ts'

interface Lane {
  readonly side: SignerSide
  readonly images: readonly ImageSummary[]
}

export interface SignerTimelineProps {
  readonly namespace: string
  readonly before: Lane
  readonly now: Lane
}

const widthPx = 904
const laneTop = { before: 18, now: 48 } as const

const timesOf = ({ side, images }: Lane): readonly number[] =>
  [...images.map(({ addedAt }) => addedAt), ...side.apart.map(({ at }) => at)]
    .map((at) => Date.parse(at))
    .filter((time) => !Number.isNaN(time))

function LaneShape({
  lane,
  top,
  at,
}: {
  readonly lane: Lane
  readonly top: number
  readonly at: (time: number) => number
}) {
  const { side } = lane
  const family = verdictLooks[side.key === null ? 'cannotCheck' : keyStanding(side.key, side.decision)].family
  return (
    <g data-family={family}>
      <path className="timeline-line" d={`M${at(Date.parse(side.firstSeenAt))} ${top}H${widthPx - 20}`} />
      {[...new Set(timesOf(lane))].map((time) => (
        <circle key={time} className="timeline-dot" cx={at(time)} cy={top} r={5} />
      ))}
    </g>
  )
}

export function SignerTimeline({ namespace, before, now }: SignerTimelineProps) {
  const times = [
    ...timesOf(before),
    ...timesOf(now),
    Date.parse(before.side.firstSeenAt),
    Date.parse(now.side.firstSeenAt),
  ]
  const span = spanOf(times, Date.now())
  const at = (time: number): number =>
    Math.round(((time - span.from) / (span.to - span.from)) * (widthPx - 40) * 10) / 10 + 8
  return (
    <div className="sides-timeline">
      <span className="quiet sides-name">{policiesView.timeline}</span>
      <svg
        className="timeline"
        viewBox={`0 0 ${widthPx} 82`}
        role="img"
        aria-label={policiesView.timelineLabel(namespace, timesOf(before).length, timesOf(now).length)}
      >
        {monthMarks(span).map(({ time, label }) => (
          <g key={time}>
            <path className="timeline-mark" d={`M${at(time)} 0V66`} />
            <text x={at(time) + 5} y={80}>
              {label}
            </text>
          </g>
        ))}
        <LaneShape lane={before} top={laneTop.before} at={at} />
        <LaneShape lane={now} top={laneTop.now} at={at} />
      </svg>
    </div>
  )
}
