from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("placements", "0007_plan_steps")]

    operations = [
        migrations.RemoveConstraint(model_name="planning", name="planning_wishes_window"),
        migrations.RenameField("planning", "wishes_from", "wishes_open_on"),
        migrations.RenameField("planning", "wishes_until", "wishes_close_on"),
        migrations.AddConstraint(
            model_name="planning",
            constraint=models.CheckConstraint(
                condition=Q(wishes_close_on=None, wishes_open_on=None)
                | Q(
                    wishes_close_on__gte=F("wishes_open_on"),
                    wishes_close_on__isnull=False,
                    wishes_open_on__isnull=False,
                ),
                name="planning_wishes_window",
                violation_error_message="Give both days for wishes, the last one not before the first.",
            ),
        ),
    ]
