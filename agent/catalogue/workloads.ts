import { z } from 'zod'
import { readBuiltin } from './builtin.ts'
import { parseData } from '../parse-data.ts'

const file = z.strictObject({
  source: z.strictObject({ documents: z.array(z.string()), date: z.string() }),
  /** Where the components of Azure Machine Learning run. */
  namespace: z.string(),
  /** The workload that resolves names, without which a pod reaches nothing by name. */
  dns: z.string(),
  /** The name under which rows state the API server, and the ports behind it. */
  apiServer: z.strictObject({ host: z.string(), ports: z.array(z.int()) }),
  pods: z.record(
    z.string(),
    z.strictObject({ namespace: z.string().nullable(), labels: z.record(z.string(), z.string()) }),
  ),
})

/** How a Kubernetes policy selects the workloads that manifests name: manifests/workloads.yaml. */
export type Workloads = Readonly<z.infer<typeof file>>

/** Reads manifests/workloads.yaml. */
export const readWorkloads = (): Workloads => file.parse(parseData(readBuiltin('workloads.yaml')))
