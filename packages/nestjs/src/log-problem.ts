import type { ClientProblem, Problem } from '@hopscope/nats/transport'
import { Logger } from '@nestjs/common'

/** Writes a problem to Nest's logger, which is where its users look. */
export function logProblem(problem: Problem | ClientProblem): void {
  const advice = 'hint' in problem ? `: ${problem.hint}` : ''
  logger.warn(`${problem.code} ${problem.message}${advice}`)
}

const logger = new Logger('Jetstream')
