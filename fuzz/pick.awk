# The inputs to keep, the most telling first: each for what it adds to those before it, against its share of the room. Reads
# the sizes of the inputs, then libFuzzer's merge control file: how many there are, their names, and behind FT what each reaches.
FILENAME == "-" || FILENAME == "" { size[$2] = $1; next }
FNR == 1 { count = $1 }
FNR > 2 && FNR <= count + 2 { name[FNR - 3] = $0; next }
$1 == "FT" { reached[$2] = $0; gain[$2] = NF - 2 }
END {
    for (i in gain) { cost[i] = size[name[i]] / bytes_max + 1 / files_max; worth[i] = gain[i] / cost[i] }
    while (picked < files_max) {
        best = ""
        for (i in worth) if (best == "" || worth[i] > worth[best]) best = i
        if (best == "" || worth[best] == 0) exit
        n = split(reached[best], feature, " "); new = 0
        for (f = 3; f <= n; f++) if (!(feature[f] in known)) new++
        # What was picked since has made it worth less: another may be the best now.
        if (new / cost[best] < worth[best]) { worth[best] = new / cost[best]; continue }
        delete worth[best]
        if (bytes + size[name[best]] > bytes_max) continue
        for (f = 3; f <= n; f++) known[feature[f]]
        bytes += size[name[best]]; picked++
        print name[best]
    }
}
