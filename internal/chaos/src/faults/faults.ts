import type { Fault } from '../fault.ts'
import { BACKEND_FAULTS } from './backend-faults.ts'
import { BRIDGE_FAULTS } from './bridge-faults.ts'
import { SERVER_FAULTS } from './server-faults.ts'

/** Every fault that there is. */
export const FAULTS: readonly Fault[] = [...BACKEND_FAULTS, ...SERVER_FAULTS, ...BRIDGE_FAULTS]
