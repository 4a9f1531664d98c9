// The driver for gocent: main ADDRESS KEY [CA-FILE], see ../driver.hpp.
package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/centrifugal/gocent/v3"
)

const channel = "public_chat"

var data = []byte(`{"input":"test"}`)
var ctx = context.Background()

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "gocent:", err)
		os.Exit(1)
	}
}

// httpClient is gocent's own, except for its time-out and the certificate.
func httpClient(caFile string) *http.Client {
	transport := &http.Transport{MaxIdleConnsPerHost: 100}
	if caFile != "" {
		pem, err := os.ReadFile(caFile)
		must(err)
		pool := x509.NewCertPool()
		pool.AppendCertsFromPEM(pem)
		transport.TLSClientConfig = &tls.Config{RootCAs: pool}
	}
	return &http.Client{Transport: transport, Timeout: 2 * time.Minute}
}

func publish(client *gocent.Client, channel string) {
	_, err := client.Publish(ctx, channel, data)
	must(err)
}

// batch sends `count` publishes to channels in turn, in one pipe.
func batch(client *gocent.Client, first, count, channels int) {
	pipe := client.Pipe()
	for i := first; i < first+count; i++ {
		name := channel
		if channels > 1 {
			name += strconv.Itoa(i % channels)
		}
		must(pipe.AddPublish(name, data))
	}
	replies, err := client.SendPipe(ctx, pipe)
	must(err)
	for _, reply := range replies {
		if reply.Error != nil {
			must(reply.Error)
		}
	}
}

// produce publishes from that many goroutines at once.
func produce(client *gocent.Client, producers, count int) {
	var group sync.WaitGroup
	for p := 0; p < producers; p++ {
		group.Add(1)
		go func(p int) {
			defer group.Done()
			for i := 0; i < count/producers; i++ {
				publish(client, channel+strconv.Itoa((p+i)%8))
			}
		}(p)
	}
	group.Wait()
}

func broadcast(client *gocent.Client, count int) {
	channels := make([]string, count)
	for i := range channels {
		channels[i] = channel + strconv.Itoa(i)
	}
	_, err := client.Broadcast(ctx, channels, data)
	must(err)
}

func history(client *gocent.Client, count int) {
	result, err := client.History(ctx, channel, gocent.WithLimit(count))
	must(err)
	if len(result.Publications) != count {
		must(fmt.Errorf("%d of %d publications", len(result.Publications), count))
	}
}

func cpu() float64 {
	var usage syscall.Rusage
	must(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	seconds := func(t syscall.Timeval) float64 { return float64(t.Sec) + float64(t.Usec)/1e6 }
	return seconds(usage.Utime) + seconds(usage.Stime)
}

func main() {
	caFile := ""
	if len(os.Args) > 3 {
		caFile = os.Args[3]
	}
	client := gocent.New(gocent.Config{
		Addr: os.Args[1] + "/api", Key: os.Args[2], HTTPClient: httpClient(caFile),
	})
	works := map[string]func(int){
		"publish":    func(int) { publish(client, channel) },
		"batch":      func(size int) { batch(client, 0, size, 1) },
		"history":    func(size int) { history(client, size) },
		"broadcast":  func(size int) { broadcast(client, size) },
		"events":     func(size int) { batch(client, 0, size, 1) },
		"producers1": func(size int) { produce(client, 1, size) },
		"producers2": func(size int) { produce(client, 2, size) },
		"producers8": func(size int) { produce(client, 8, size) },
		"channels": func(size int) {
			for first := 0; first == 0 || first < size; first += 10000 {
				batch(client, first, 10000, size)
			}
		},
	}
	input := bufio.NewReader(os.Stdin)
	for {
		var name string
		var size, times int
		if _, err := fmt.Fscan(input, &name, &size, &times); err != nil {
			return
		}
		work, known := works[name]
		if !known {
			fmt.Println("-")
			continue
		}
		began, before := time.Now(), cpu()
		for i := 0; i < times; i++ {
			work(size)
		}
		fmt.Printf("%.3f %.3f\n", time.Since(began).Seconds()*1e6, (cpu()-before)*1e6)
	}
}
