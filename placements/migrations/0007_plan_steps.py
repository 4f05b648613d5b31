import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('placements', '0006_plan_losses'),
        ('trainees', '0003_host_messages'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PlanStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('kind', models.CharField(choices=[('moved', 'another organisation'), ('swapped', 'swapped'), ('pinned', 'fixed'), ('unpinned', 'no longer fixed')], max_length=10, verbose_name='what was done')),
                ('before', models.JSONField(default=list, verbose_name='as it was')),
                ('after', models.JSONField(default=list, verbose_name='as it became')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('undone_at', models.DateTimeField(null=True, verbose_name='undone at')),
            ],
            options={
                'verbose_name': 'change of a plan',
                'verbose_name_plural': 'changes of plans',
                'ordering': ['plan', 'number', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='plan',
            name='basis',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='copies', to='placements.plan', verbose_name='made from'),
        ),
        migrations.AddField(
            model_name='plan',
            name='begins_on',
            field=models.DateField(null=True, verbose_name='decides from'),
        ),
        migrations.AddField(
            model_name='plan',
            name='supposes',
            field=models.JSONField(default=list, verbose_name='what it supposes'),
        ),
        migrations.AddField(
            model_name='planning',
            name='wishes_close_on',
            field=models.DateField(blank=True, null=True, verbose_name='wishes up to and including'),
        ),
        migrations.AddField(
            model_name='planning',
            name='wishes_open_on',
            field=models.DateField(blank=True, null=True, verbose_name='wishes from'),
        ),
        migrations.AddConstraint(
            model_name='planning',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('wishes_close_on', None), ('wishes_open_on', None)), models.Q(('wishes_close_on__gte', models.F('wishes_open_on')), ('wishes_close_on__isnull', False), ('wishes_open_on__isnull', False)), _connector='OR'), name='planning_wishes_window', violation_error_message='Give both days for wishes, the last one not before the first.'),
        ),
        migrations.AddField(
            model_name='planstep',
            name='created_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='created by'),
        ),
        migrations.AddField(
            model_name='planstep',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='placements.plan', verbose_name='plan'),
        ),
        migrations.AddField(
            model_name='planstep',
            name='undone_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='undone by'),
        ),
        migrations.AddConstraint(
            model_name='planstep',
            constraint=models.UniqueConstraint(fields=('plan', 'number'), name='planstep_number_once', violation_error_message='There is already a change with this number.'),
        ),
        migrations.AddConstraint(
            model_name='planstep',
            constraint=models.CheckConstraint(condition=models.Q(('undone_at__isnull', False), ('undone_by', None), _connector='OR'), name='planstep_undone_by_somebody', violation_error_message='Who undoes something does so at a moment.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planstep',
            trigger=pgtrigger.compiler.Trigger(name='planstep_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."plan_id" IS DISTINCT FROM (NEW."plan_id"))', constraint='CONSTRAINT', func="\n                \n                IF EXISTS (SELECT 1) THEN\n                    RAISE EXCEPTION 'rule planstep_stays is broken' USING ERRCODE = '23514', CONSTRAINT = 'planstep_stays';\n                END IF;\n                RETURN NULL;\n            ", hash='9a58c8dbb496ec25a6c69003d895da2cf0856469', operation='UPDATE OF "plan_id"', pgid='pgtrigger_planstep_stays_1337d', table='placements_planstep', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
    ]
