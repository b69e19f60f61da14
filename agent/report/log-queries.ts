/** What identifies our packets in a firewall's log. */
export type Packets = {
  /** Local addresses, without ports. */
  readonly sources: readonly string[]
  /** Local ports. */
  readonly sourcePorts: readonly number[]
  /** As in our User-Agent; null: not known. */
  readonly runId: string | null
  readonly hosts: readonly string[]
  /** Destination addresses. */
  readonly addresses: readonly string[]
  readonly ports: readonly number[]
  /** UTC, ISO 8601. */
  readonly from: string
  readonly until: string
}

/** A Kusto query and where to run it. */
export type LogQuery = { readonly title: string; readonly kusto: string }

/** Logs are written late, and clocks differ: minutes before and after the run. */
const SLACK_MINUTES = 10

/**
 * Queries for Azure Monitor that find our packets: Azure Firewall's resource-specific tables, the two forms of flow logs as
 * Traffic Analytics keeps them, and what firewalls and proxies of other makers send in the Common Event Format.
 */
export const logQueries = (packets: Packets): LogQuery[] => [
  ...(packets.sources.length === 0 ? [] : azureQueries(packets)),
  ...(packets.runId === null ? [] : [otherMakers(packets.runId, within(packets))]),
]

const azureQueries = (packets: Packets): LogQuery[] => {
  const ports = packets.ports.join(', ')
  const sources = quoted(packets.sources)
  const time = within(packets)
  return [
    {
      title: 'Azure Firewall: rules that our packets met, by source address',
      kusto: [
        'union AZFWApplicationRule, AZFWNetworkRule',
        `| where TimeGenerated ${time}`,
        `| where SourceIp in (${sources}) and DestinationPort in (${ports})`,
        `| where Fqdn in~ (${quoted(packets.hosts)}) or DestinationIp in (${quoted(packets.addresses)})`,
        `| extend Ours = SourcePort in (${packets.sourcePorts.join(', ') || '-1'})`,
        '| project TimeGenerated, Ours, SourceIp, SourcePort, Fqdn, DestinationIp, DestinationPort, Protocol, Action, ActionReason, Policy, RuleCollection, Rule',
        '| order by Ours desc, TimeGenerated asc',
      ].join('\n'),
    },
    {
      title: 'Virtual network flow logs (Traffic Analytics)',
      kusto: [
        'NTANetAnalytics',
        `| where FlowStartTime ${time}`,
        `| where SrcIp in (${sources}) and DestPort in (${ports})`,
        '| project FlowStartTime, SrcIp, DestIp, DestPublicIps, DestPort, L4Protocol, FlowStatus, AclGroup, AclRule',
        '| order by FlowStartTime asc',
      ].join('\n'),
    },
    {
      title: 'Network security group flow logs (Traffic Analytics, the older form)',
      kusto: [
        'AzureNetworkAnalytics_CL',
        `| where SubType_s == "FlowLog" and FlowStartTime_t ${time}`,
        `| where SrcIP_s in (${sources}) and DestPort_d in (${ports})`,
        '| project FlowStartTime_t, SrcIP_s, DestIP_s, DestPublicIPs_s, DestPort_d, L4Protocol_s, FlowStatus_s, NSGRule_s',
        '| order by FlowStartTime_t asc',
      ].join('\n'),
    },
  ]
}

/** What an inspecting firewall or a proxy logs of a request: its User-Agent. */
const otherMakers = (runId: string, time: string): LogQuery => ({
  title: 'Firewalls and proxies of other makers (CEF), by User-Agent: requests that they could read',
  kusto: [
    'CommonSecurityLog',
    `| where TimeGenerated ${time}`,
    `| where RequestClientApplication has_all ("connprobe", ${quoted([runId])})`,
    '| project TimeGenerated, DeviceVendor, DeviceAction, SourceIP, SourcePort, DestinationHostName, DestinationIP, DestinationPort, RequestURL',
    '| order by TimeGenerated asc',
  ].join('\n'),
})

const within = ({ from, until }: Packets): string =>
  `between (${instant(from, -SLACK_MINUTES)} .. ${instant(until, SLACK_MINUTES)})`

/** String literals of Kusto, at least one: nothing that could end one gets in. */
const quoted = (values: readonly string[]): string =>
  [...new Set(values.length === 0 ? [''] : values)].map((value) => `"${value.replace(/[^\w.:*-]/g, '')}"`).join(', ')

const instant = (time: string, minutes: number): string =>
  `datetime(${new Date(Date.parse(time) + minutes * 60_000).toISOString()})`
