<?php
/**
 * Asks Gatepost whether a login may be let in, over HTTP: the listener `forward-auth` of edge.
 *
 *     php authorize.php <account> <service> <client address> [one-time code]
 *
 * The password comes on stdin. GATEPOST_EDGE is the listener's address (http://127.0.0.1:7109), GATEPOST_SECRET_FILE
 * the file with its secret: see ../README.md. Exit 0: let the login in. 3: do not. 1: it could not be decided, which is
 * a temporary failure.
 */
declare(strict_types=1);

const DEADLINE_SECONDS = 8;

/** @return array{status: int, answer: array<string, mixed>} */
function authorize(string $account, string $service, string $clientIp, string $password, string $code): array
{
    $headers = [
        'X-Gatepost-Secret: ' . trim((string) file_get_contents((string) getenv('GATEPOST_SECRET_FILE'))),
        // What this front-end found the client's address to be, and nothing that the client said.
        'X-Forwarded-For: ' . $clientIp,
        'Authorization: Basic ' . base64_encode($account . ':' . $password),
    ];
    if ($code !== '') {
        $headers[] = 'X-Gatepost-Otp: ' . $code;
    }
    $curl = curl_init(getenv('GATEPOST_EDGE') . '/' . rawurlencode($service));
    curl_setopt_array($curl, [
        CURLOPT_HTTPHEADER => $headers,
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_FOLLOWLOCATION => false,
        CURLOPT_TIMEOUT => DEADLINE_SECONDS,
    ]);
    $body = curl_exec($curl);
    $status = $body === false ? 0 : curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    return ['status' => $status, 'answer' => json_decode((string) $body, true) ?? []];
}

if ($argc < 4 || $argc > 5) {
    fwrite(STDERR, "php authorize.php <account> <service> <client address> [one-time code]\n");
    exit(2);
}
// Bytes, as they were typed, without the line end.
$password = rtrim((string) stream_get_contents(STDIN), "\r\n");
['status' => $status, 'answer' => $answer] =
    authorize($argv[1], $argv[2], $argv[3], $password, $argv[4] ?? '');
$message = $answer['message'] ?? '';
switch ($status) {
    case 200:
        echo "ALLOW\n";
        exit(0);
    case 401:
    case 403:
        // A challenge lists what is missing; a denial has its reason.
        $reason = $answer['reason'] ?? 'FACTOR_REQUIRED';
        echo (isset($answer['missing']) ? 'CHALLENGE' : 'DENY') . " $reason message=\"$message\"\n";
        exit(3);
    case 429:
        echo "DENY RATE_LIMITED message=\"$message\"\n";
        exit(3);
    default:
        // "Could not decide" is no decision: tell the mail program to try again later.
        echo "undecided: status $status $message\n";
        exit(1);
}
