from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("placements", "0005_exclusions_pairs_settings")]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="best_alone",
            field=models.JSONField(default=dict, verbose_name="what each could have alone"),
        ),
        migrations.AddField(
            model_name="plan",
            name="losses",
            field=models.JSONField(default=dict, verbose_name="what each gives up"),
        ),
    ]
