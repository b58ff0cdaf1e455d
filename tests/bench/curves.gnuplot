# curves.gnuplot: the picture of what curves.sh measured, as SVG on the standard output: a row for each curve, time on the left
# and memory on the right. The variables folder and made come from there.
set terminal svg size 900,1400 font "Helvetica,13" background "white"
set multiplot layout 5,2 title "libbounce and bare GMime\n".made font ",14" noenhanced

ours = "#0060b0"
theirs = "#d06000"
set style line 1 linecolor rgb ours linewidth 2.5 pointtype 7 pointsize 0.6
set style line 2 linecolor rgb theirs linewidth 2 pointtype 5 pointsize 0.5 dashtype (8,4)
set style line 9 linecolor rgb "#cccccc" linewidth 0.7
set border 3 linecolor rgb "#444444"
set tics nomirror textcolor rgb "#222222"
set grid linestyle 9
set logscale xy
set xtics ("1" 1, "10" 10, "100" 100, "1 k" 1e3, "10 k" 1e4, "100 k" 1e5, "1 M" 1e6, "10 M" 1e7, "100 M" 1e8, "1 G" 1e9)
unset mxtics
unset mytics
set autoscale xfixmax
set key top left reverse Left samplen 2.5

ms = 'set ytics ("1 ms" 1, "10 ms" 10, "100 ms" 100, "1 s" 1e3, "10 s" 1e4, "100 s" 1e5); set ylabel "time"'
mb = 'set ytics ("1 MB" 1, "10 MB" 10, "100 MB" 100, "1 GB" 1e3); set ylabel "peak memory"'

array curves[5] = ["mailbox", "message", "recipients", "rules", "jobs"]
array least[5] = [1000, 1000, 1, 1000, 1]
array names[5] = ["messages in the mailbox", "bytes of the returned message", "recipients of one report", \
    "rules of one's own, reading 1,000 messages", "jobs, reading 10,000 messages"]

do for [i = 1:5] {
    file = folder."/".curves[i].".tsv"
    set xlabel names[i]
    set xrange [0.8 * least[i]:*]
    if (i == 5) {
        set logscale x 2
        set xtics (1, 2, 4)
        set xrange [0.9:4.4]
    }
    set yrange [1:*]
    @ms
    plot file using 1:2 with linespoints linestyle 1 title "bounce read --json", \
        file using 1:4 with linespoints linestyle 2 title "bare GMime"
    unset key
    @mb
    plot file using 1:($3/1000) with linespoints linestyle 1 notitle, file using 1:($5/1000) with linespoints linestyle 2 notitle
}
unset multiplot
