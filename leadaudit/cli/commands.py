"""Every command of the command line, registered."""

from leadaudit.cli import new_app
from leadaudit.cli.audit import add_commands as add_audit
from leadaudit.cli.cost import cost
from leadaudit.cli.crm import outcomes, stages
from leadaudit.cli.deliver import add_commands as add_deliver
from leadaudit.cli.evidence import evidence
from leadaudit.cli.forget import add_commands as add_forget
from leadaudit.cli.freshness import freshness
from leadaudit.cli.funnel import funnel
from leadaudit.cli.imports import add_commands as add_imports
from leadaudit.cli.invoices import add_commands as add_invoices
from leadaudit.cli.letters import letter
from leadaudit.cli.mail_servers import add_commands as add_mail_servers
from leadaudit.cli.matching import add_commands as add_matching
from leadaudit.cli.maturity import maturity
from leadaudit.cli.plan import plan
from leadaudit.cli.returns import add_commands as add_returns
from leadaudit.cli.route import add_commands as add_route
from leadaudit.cli.rules import policy, program
from leadaudit.cli.share import add_commands as add_share
from leadaudit.cli.signals import signals
from leadaudit.cli.store import add_commands as add_store
from leadaudit.cli.weights import weights
from leadaudit.cli.words import words

app = new_app()
add_audit(app)
add_deliver(app)
add_store(app)
add_imports(app)
add_returns(app)
add_matching(app)
add_mail_servers(app)
add_invoices(app)
add_share(app)
add_forget(app)
add_route(app)
app.command("signals")(signals)
app.command("maturity")(maturity)
app.add_typer(plan, name="plan")
app.add_typer(cost, name="cost")
app.command("funnel")(funnel)
app.add_typer(policy, name="policy")
app.add_typer(program, name="program")
app.add_typer(words, name="words")
app.add_typer(weights, name="weights")
app.add_typer(freshness, name="freshness")
app.add_typer(letter, name="letter")
app.add_typer(evidence, name="evidence")
app.add_typer(stages, name="stages")
app.add_typer(outcomes, name="outcomes")
