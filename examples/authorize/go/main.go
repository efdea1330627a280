// Asks Gatepost whether a login may be let in, over gRPC.
//
//	authorize <account> <service> <client address> [one-time code]
//
// The password comes on stdin. Where Gatepost is, and with which certificate it is asked, is in the environment: see
// ../README.md. Exit 0: let the login in. 3: do not. 1: it could not be decided, which is a temporary failure.
package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/protobuf/proto"

	commonv1 "gatepost.example/gen/gatepost/common/v1"
	policyv1 "gatepost.example/gen/gatepost/policy/v1"
)

const deadline = 5 * time.Second

// transport is mutual TLS: Gatepost is who the authority says, and so are we.
func transport() (credentials.TransportCredentials, error) {
	authority, err := os.ReadFile(os.Getenv("GATEPOST_CA"))
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(authority) {
		return nil, fmt.Errorf("GATEPOST_CA holds no certificate")
	}
	own, err := tls.LoadX509KeyPair(os.Getenv("GATEPOST_CERT"), os.Getenv("GATEPOST_KEY"))
	if err != nil {
		return nil, err
	}
	return credentials.NewTLS(&tls.Config{
		RootCAs:      roots,
		Certificates: []tls.Certificate{own},
		// The certificate names the service, wherever it runs.
		ServerName: "policy",
		MinVersion: tls.VersionTLS12,
	}), nil
}

// codec is for Debian 12, whose grpc-go (1.33) knows no messages of google.golang.org/protobuf. Newer ones need none.
type codec struct{}

func (codec) Marshal(message interface{}) ([]byte, error) {
	return proto.Marshal(message.(proto.Message))
}
func (codec) Unmarshal(octets []byte, message interface{}) error {
	return proto.Unmarshal(octets, message.(proto.Message))
}
func (codec) Name() string { return "proto" }

func attemptID() string {
	random := make([]byte, 16)
	if _, err := rand.Read(random); err != nil {
		panic(err)
	}
	return hex.EncodeToString(random)
}

func authorize(account, service, clientIP, code string) (*policyv1.AuthorizeResponse, error) {
	// WebUI is SERVICE_WEB_UI.
	words := regexp.MustCompile("([a-z])([A-Z])").ReplaceAllString(service, "${1}_${2}")
	number, known := commonv1.Service_value["SERVICE_"+strings.ToUpper(words)]
	if !known {
		return nil, fmt.Errorf("there is no service %s", service)
	}
	typed, err := io.ReadAll(os.Stdin)
	if err != nil {
		return nil, err
	}
	tlsCredentials, err := transport()
	if err != nil {
		return nil, err
	}
	connection, err := grpc.Dial(
		os.Getenv("GATEPOST_POLICY"),
		grpc.WithTransportCredentials(tlsCredentials),
		grpc.WithDefaultCallOptions(grpc.ForceCodec(codec{})),
	)
	if err != nil {
		return nil, err
	}
	defer connection.Close()
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	return policyv1.NewAuthorizationServiceClient(connection).Authorize(ctx, &policyv1.AuthorizeRequest{
		Account:  account,
		Service:  commonv1.Service(number),
		ClientIp: clientIP,
		// Bytes, as they were typed: no line end, and no guess at their encoding.
		Password:  bytes.TrimRight(typed, "\r\n"),
		OtpCode:   code,
		AttemptId: attemptID(),
	})
}

func main() {
	if len(os.Args) < 4 || len(os.Args) > 5 {
		fmt.Fprintln(os.Stderr, "authorize <account> <service> <client address> [one-time code]")
		os.Exit(2)
	}
	code := ""
	if len(os.Args) == 5 {
		code = os.Args[4]
	}
	answer, err := authorize(os.Args[1], os.Args[2], os.Args[3], code)
	if err != nil {
		// "Could not decide" is no decision: tell the mail program to try again later.
		fmt.Printf("undecided: %v\n", err)
		os.Exit(1)
	}
	decision := strings.TrimPrefix(answer.Decision.String(), "DECISION_")
	reason := strings.TrimPrefix(answer.Reason.String(), "REASON_")
	fmt.Printf("%s %s rule=%q message=%q\n", decision, reason, answer.Rule, answer.Message)
	if answer.Decision != policyv1.Decision_DECISION_ALLOW {
		os.Exit(3)
	}
}
