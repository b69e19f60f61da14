/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/agent/report/diff-text.ts > TAP > golden > better 1`] = `
BETTER: 0 endpoints worse, 4 better, 5 changes in all.
  2026-11-22T11:28:00.000Z blocked -> 2026-11-22T11:28:00.000Z open
+ pypi.org:443: blocked (tls-sni-filtered) -> open
+ files.pythonhosted.org:443: blocked (tls-sni-filtered) -> open
+ mcr.microsoft.com:443: degraded (tls-expiring) -> open
+ viennaglobal.azurecr.io:443: denied (http-service-denied) -> open
~ westeurope.tundra.azureml.ms:5831: no longer asked for, was inconclusive
  (udp-silent)

`

exports[`test/agent/report/diff-text.ts > TAP > golden > worse 1`] = `
WORSE: 4 endpoints worse, 0 better, 5 changes in all.
  2026-11-22T11:28:00.000Z open -> 2026-11-22T11:28:00.000Z blocked
- pypi.org:443: open -> blocked (tls-sni-filtered)
- files.pythonhosted.org:443: open -> blocked (tls-sni-filtered)
- mcr.microsoft.com:443: open -> degraded (tls-expiring)
- viennaglobal.azurecr.io:443: open -> denied (http-service-denied)
~ westeurope.tundra.azureml.ms:5831: new, inconclusive (udp-silent)

`
