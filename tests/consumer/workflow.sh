# The workflow's jobs and those of scripts/ci are the same, and each runs that script.
source "$(dirname "$0")/lib.sh"
need python3
python3 -c 'import yaml' 2>/dev/null || not_run "python3-yaml is not installed"
listed=$("$CENT_SOURCE/scripts/ci" --list | sort | xargs)
in_workflow=$(python3 - "$CENT_SOURCE/.github/workflows/ci.yml" <<'END'
import sys, yaml
names = []
for job in yaml.safe_load(open(sys.argv[1], encoding="utf-8"))["jobs"].values():
    commands = [step["run"] for step in job["steps"] if "run" in step]
    assert commands[-1] == "scripts/ci ${{ matrix.job }}", commands
    names += [entry["job"] for entry in job["strategy"]["matrix"]["include"]]
print(*sorted(names))
END
) || fail "ci.yml is not as it should be"
expect_equal "$in_workflow" "$listed" "jobs of the workflow"
for stage in $(sed -n 's,.*\./scripts/test \([a-z ]*\);.*,\1,p; s,^  \./scripts/test \([a-z ]*\)$,\1,p' "$CENT_SOURCE/scripts/ci"); do
  grep -q "^stage_$stage()" "$CENT_SOURCE/scripts/lib/stages.sh" || fail "scripts/test has no stage $stage"
done
bash -n "$CENT_SOURCE/scripts/ci"
! "$CENT_SOURCE/scripts/ci" nonsense &>/dev/null || fail "scripts/ci runs a job that it has not"
echo "workflow: $listed"
